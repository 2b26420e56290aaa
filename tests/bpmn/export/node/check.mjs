// Reads BPMN files as a modeler does: prints, by file, its warnings, what the linter finds with its
// recommended rules, and the file as the modeler would save it.
import fs from 'node:fs';
import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';

const found = {};
for (const file of process.argv.slice(2)) {
  const moddle = new BpmnModdle();
  const { rootElement, warnings } = await moddle.fromXML(fs.readFileSync(file, 'utf8'));
  const linter = new Linter({ config: { extends: 'bpmnlint:recommended' }, resolver: new NodeResolver() });
  const rules = await linter.lint(rootElement);
  const { xml } = await moddle.toXML(rootElement, { format: true });
  found[file] = {
    warnings: warnings.map(({ message }) => message),
    lint: Object.entries(rules).flatMap(([rule, told]) => told.map(({ id }) => [rule, id])),
    saved: xml,
  };
}
process.stdout.write(JSON.stringify(found));
