// Where the page begins: sets every part up, then goes to what its address asks for.
all(document, "[data-map]").forEach(function (article) {
  var map = setUpPicture(article);
  if (!map) { return; }
  setUpTypes(map);
  maps.push(map);
});
all(document, ".finds").forEach(setUpFindings);

// A place may lie in a closed finding, a folded section, or be left out by a filter.
function reveal(place) {
  var node = place && document.getElementById(place);
  all(document, ".target").forEach(function (n) { n.classList.remove("target"); });
  if (!node) { return null; }
  unfoldAround(node);
  if (node.tagName === "DETAILS") {
    node.open = true;
    node.classList.add("target");
    node.classList.remove("notmine");
    if (node.classList.contains("sifted")) {
      lists.forEach(function (list) { if (list.section.contains(node)) { list.clear(); } });
    }
  }
  return node;
}
function goTo(place) {
  state.place = place;
  writeAddress(true);
  var node = reveal(place);
  if (!node) { return; }
  node.scrollIntoView({ behavior: "instant" });
  var first = node.tagName === "DETAILS" ? node.querySelector("summary") : node;
  if (first === node && !node.hasAttribute("tabindex")) { node.setAttribute("tabindex", "-1"); }
  first.focus({ preventScroll: true });
}
function arrive() {
  var chosen = readAddress();
  if (chosen) {
    narrow(state.reader);
    var kinds = state.kinds;
    maps.forEach(function (map) { map.choose(kinds[map.prefix] || ""); });
  }
  // The browser has gone to the place already, if it could see it.
  var there = state.place && document.getElementById(state.place);
  var hidden = there && !there.getClientRects().length;
  var node = reveal(state.place);
  if ((chosen || hidden) && node) { node.scrollIntoView({ behavior: "instant" }); }
  if (!chosen && (state.reader || Object.keys(state.kinds).some(function (p) { return state.kinds[p]; }))) { writeAddress(); }
}
window.addEventListener("hashchange", arrive);
arrive();
// A step that a search of other pages leads to. A browser scrolls to the place in the address with the
// first frame after loading, and would undo what is done before.
function arriveAtStep() {
  var step = new URLSearchParams(location.search).get("step");
  var map = step && maps.filter(function (m) { return m.rows[step]; })[0];
  if (!map) { return; }
  requestAnimationFrame(function () {
    requestAnimationFrame(function () { map.goTo(step); });
  });
}
if (document.readyState === "complete") { arriveAtStep(); }
else { window.addEventListener("load", arriveAtStep); }
