// The request type that a map is seen for: its way lit, its figures in the strip, its rows in the tables.
function setUpTypes(map) {
  var radios = all(map.article, ".kinds input");

  map.choose = function (kind) {
    var radio = radios.filter(function (r) { return r.value === kind; })[0];
    if (!radio) { kind = ""; radio = radios[0]; }
    if (!radio) { return; }
    radio.checked = true;
    var off = (radio.getAttribute("data-off") || "").split(" ");
    map.pictures.forEach(function (picture) {
      picture.classList.toggle("has-kind", kind !== "");
      picture.classList.toggle("other-clock", kind !== "" && !radio.hasAttribute("data-timed"));
      all(picture, ".n[data-s]").forEach(function (n) {
        n.classList.toggle("off", kind !== "" && off.indexOf(n.getAttribute("data-s")) >= 0);
      });
      // Flows, and what else is drawn of a step, a flow or an end: circles, dots, labels, outcomes.
      ["data-e", "data-s2", "data-e2", "data-end"].forEach(function (key) {
        all(picture, "[" + key + "]").forEach(function (n) {
          n.classList.toggle("off", kind !== "" && off.indexOf(n.getAttribute(key)) >= 0);
        });
      });
      // Of two ways between the same steps, the one of other types.
      all(picture, "[data-types]").forEach(function (n) {
        var own = kind === "" || n.getAttribute("data-types").split(" ").indexOf(kind) >= 0;
        if (!own) { (n.closest("[data-e]") || n).classList.add("off"); }
      });
    });
    var told = kind && all(map.article, "template[data-kind]").filter(function (t) {
      return t.getAttribute("data-kind") === kind;
    })[0];
    map.settle(told ? Array.prototype.slice.call(told.content.childNodes) : null);
    all(map.article, "[data-for]").forEach(function (node) {
      var kinds = marksOf(node).filter(function (m) { return m.indexOf("type:") === 0; });
      node.classList.toggle("othertype", kind !== "" && kinds.length > 0 && kinds.indexOf(kind) < 0);
    });
    state.kinds[map.prefix] = kind;
  };
  radios.forEach(function (radio) {
    radio.addEventListener("change", function () {
      map.choose(radio.value);
      writeAddress();
    });
  });
}
