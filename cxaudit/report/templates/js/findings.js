// Lists of findings: filtered by severity, dimension or rule, and words; what is left is counted aloud.
// Severities that are pressed are shown alone; where none is, all are.
var lists = [];

function setUpFindings(section) {
  var bar = section.querySelector(".sift");
  if (!bar) { return; }
  var cards = all(section, ".fl>.f");
  var toggles = all(bar, "[data-severity]");
  var choice = bar.querySelector("select");
  var box = bar.querySelector("input");
  var told = section.querySelector(".sifted-told");
  var reset = bar.querySelector(".reset");

  function sift() {
    var wanted = toggles.filter(function (t) { return t.getAttribute("aria-pressed") === "true"; })
      .map(function (t) { return t.getAttribute("data-severity"); });
    var words = fold(box.value).split(/\s+/).filter(Boolean);
    var rule = choice.value;
    var left = 0;
    cards.forEach(function (card) {
      var fits = (!wanted.length || wanted.indexOf(card.getAttribute("data-severity")) >= 0) &&
        (!rule || rule === "code " + card.getAttribute("data-code") || rule === "dimension " + card.getAttribute("data-dimension"));
      if (fits && words.length) {
        var text = fold(card.textContent);
        fits = words.every(function (w) { return text.indexOf(w) >= 0; });
      }
      card.classList.toggle("sifted", !fits);
      if (fits && !card.classList.contains("notmine")) { left += 1; }
    });
    var whole = left === cards.length;
    told.textContent = whole ? "" : say(left ? "left" : "none_left", { n: cards.length, left: left });
    reset.hidden = !(words.length || rule || wanted.length);
  }
  toggles.forEach(function (toggle) {
    toggle.addEventListener("click", function () {
      toggle.setAttribute("aria-pressed", String(toggle.getAttribute("aria-pressed") !== "true"));
      sift();
    });
  });
  choice.addEventListener("change", sift);
  box.addEventListener("input", sift);
  box.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !box.value) { return; }
    event.stopPropagation();
    box.value = "";
    sift();
  });
  function clear() {
    toggles.forEach(function (t) { t.setAttribute("aria-pressed", "false"); });
    choice.value = "";
    box.value = "";
    sift();
  }
  reset.addEventListener("click", function () { clear(); box.focus(); });
  lists.push({ section: section, sift: sift, clear: clear });
}

// Words compared without accents and case.
function fold(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
