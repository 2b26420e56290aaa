// The reader that the page is narrowed to: their steps lit, their findings, other sections folded to a line.
var ROWS = ["role", "unit", "party"]; // kinds by which rows, cards and bars are told apart
var choice = document.getElementById("reader");
var told = document.getElementById("told");

function kindOf(mark) { return mark.split(":")[0]; }

function folded(section, on) {
  var button = section.querySelector(":scope>.unfold");
  section.classList.toggle("folded", on);
  if (!on) { if (button) { button.remove(); } return; }
  if (button) { return; }
  button = make("button", "chip unfold", texts.show);
  var head = section.querySelector("h2, .mast b");
  button.type = "button";
  button.setAttribute("aria-label", texts.show + ": " + (head ? head.textContent : ""));
  button.addEventListener("click", function () { folded(section, false); });
  section.appendChild(button);
}

function unfoldAround(node) {
  for (; node; node = node.parentElement) {
    if (node.classList.contains("folded")) { folded(node, false); }
  }
}

function narrow(mark) {
  var option = Array.prototype.filter.call(choice.options, function (o) { return o.value === mark; })[0];
  if (!option) { mark = ""; option = choice.options[0]; }
  choice.value = mark;
  state.reader = mark;
  var answers = (option.getAttribute("data-answers") || "").split(" ").filter(Boolean);
  var kinds = answers.map(kindOf).filter(function (k) { return ROWS.indexOf(k) >= 0; });
  var byRows = ROWS.indexOf(kindOf(mark)) >= 0;
  var counts = { steps: 0, findings: 0 };

  all(document, "article, .whole").forEach(function (article) {
    var whole = !mark || meet(marksOf(article), answers);
    var mine = {};
    var touched = whole;
    all(article, "[data-for], details.f").forEach(function (node) {
      var marks = marksOf(node);
      var own = meet(marks, answers);
      var step = node.getAttribute("data-row");
      if (step !== null && (own || (whole && mark))) { mine[step] = true; counts.steps += 1; }
      touched = touched || own;
      if (node.tagName === "DETAILS") {
        node.classList.toggle("notmine", !whole && !own);
        if (mark && (whole || own)) { counts.findings += 1; }
      } else {
        var rivals = byRows && !whole && marks.some(function (m) { return kinds.indexOf(kindOf(m)) >= 0; });
        node.classList.toggle("notmine", Boolean(rivals && !own));
      }
    });
    // A panel of which nothing is left needs no heading.
    all(article, ".panel").forEach(function (panel) {
      var parts = all(panel, "[data-for]");
      panel.classList.toggle("notmine", parts.length > 0 && parts.every(function (n) {
        return n.classList.contains("notmine");
      }));
    });
    all(article, ".bpbox .bp").forEach(function (picture) { lightMine(picture, mine, !whole && Object.keys(mine).length > 0); });
    all(article, "section").forEach(function (section) {
      var wanted = texts.open[kindOf(mark)] || [];
      var keeps = wanted.indexOf(Number(section.getAttribute("data-section"))) >= 0 && section.id !== "appendix";
      var holds = all(section, "[data-for]").some(function (n) { return meet(marksOf(n), answers); });
      if (section.id === "questions") { holds = ask(section, mark && option.textContent); }
      folded(section, Boolean(mark) && !whole && !keeps && !holds);
    });
    // A map that has nothing of theirs is one line; the organisation is every leader's.
    var theirs = touched || (kindOf(mark) === "leader" && article.hasAttribute("data-house"));
    if (article.tagName === "ARTICLE") { folded(article, !theirs); }
  });
  lists.forEach(function (list) { list.sift(); });
  told.hidden = !mark;
  told.textContent = mark ? narrowed(option, counts) : "";
}

// Questions are grouped by the name of whom to ask: theirs alone, where there are any.
function ask(section, who) {
  var panels = all(section, ".panel");
  var own = panels.filter(function (p) {
    return who && fold(p.querySelector("caption").textContent) === fold(who);
  });
  panels.forEach(function (p) { p.classList.toggle("notmine", own.length > 0 && own.indexOf(p) < 0); });
  return own.length > 0;
}

function narrowed(option, counts) {
  var steps = say("steps", { n: counts.steps });
  var findings = say("findings", { n: counts.findings });
  return say("narrowed", { who: option.textContent, steps: steps, findings: findings });
}

function lightMine(picture, mine, on) {
  picture.classList.toggle("has-mine", on);
  all(picture, ".n[data-s]").forEach(function (n) {
    n.classList.toggle("mine", on && mine[n.getAttribute("data-s")] === true);
  });
  all(picture, "[data-e]").forEach(function (n) {
    var ends = n.getAttribute("data-e").split(">");
    n.classList.toggle("mine", on && (mine[ends[0]] === true || mine[ends[1]] === true));
  });
}

choice.addEventListener("change", function () { narrow(choice.value); writeAddress(); });
