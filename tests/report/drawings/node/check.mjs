// Reads flowcharts from a JSON list on standard input; prints what the parser says of each.
import { JSDOM } from "jsdom";

const page = new JSDOM("<!doctype html><body></body>");
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import("mermaid");

let text = "";
for await (const piece of process.stdin) text += piece;
const said = [];
for (const chart of JSON.parse(text)) {
  try {
    said.push(await mermaid.parse(chart));
  } catch (error) {
    said.push({ error: String(error.message ?? error) });
  }
}
console.log(JSON.stringify(said));
