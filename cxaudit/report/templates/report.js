(function () {
  "use strict";
  document.documentElement.classList.add("scripted");
  var all = function (root, what) { return Array.prototype.slice.call(root.querySelectorAll(what)); };

  function setUp(map) {
    var pictures = all(map, ".bp");
    var strip = map.querySelector(".strip");
    var rest = strip && Array.prototype.map.call(strip.childNodes, function (n) { return n.cloneNode(true); });
    var buttons = all(map, ".walk");
    var pinned = "";
    if (!pictures.length) { return; }

    function steps(id) {
      return all(map, ".bp [data-s]").filter(function (n) { return n.getAttribute("data-s") === id; });
    }
    function row(id) {
      return all(map, "tr[data-row]").filter(function (r) { return r.getAttribute("data-row") === id; })[0];
    }
    // The strip repeats a row of the table below: one source for both.
    function fill(id) {
      var found = id && row(id);
      if (!strip) { return; }
      strip.textContent = "";
      if (!found) {
        rest.forEach(function (n) { strip.appendChild(n.cloneNode(true)); });
        return;
      }
      var title = document.createElement("h3");
      title.textContent = found.querySelector("th").textContent;
      var list = document.createElement("dl");
      all(found, "td").forEach(function (cell) {
        var name = cell.getAttribute("data-l");
        if (!cell.textContent.trim()) { return; }
        if (name === "Done by") {
          var small = document.createElement("small");
          small.textContent = cell.textContent;
          title.appendChild(small);
          return;
        }
        var box = document.createElement("div");
        var term = document.createElement("dt");
        var said = document.createElement("dd");
        term.textContent = name;
        all(cell, "a").length
          ? Array.prototype.forEach.call(cell.childNodes, function (n) { said.appendChild(n.cloneNode(true)); })
          : said.textContent = cell.textContent;
        if (name === "Goes on to" || name === "Meets") { box.className = "w"; }
        box.appendChild(term);
        box.appendChild(said);
        list.appendChild(box);
      });
      strip.appendChild(title);
      strip.appendChild(list);
    }
    function pin(id) {
      pinned = id;
      all(map, ".bp .cur").forEach(function (n) { n.classList.remove("cur"); });
      if (id) { steps(id).forEach(function (n) { n.classList.add("cur"); }); }
      fill(id);
    }
    function light(walk) {
      var pairs = {};
      walk.forEach(function (step, i) { if (i) { pairs[walk[i - 1] + ">" + step] = true; } });
      pictures.forEach(function (picture) {
        picture.classList.toggle("has-lit", walk.length > 0);
        all(picture, "[data-s]").forEach(function (n) {
          n.classList.toggle("lit", walk.indexOf(n.getAttribute("data-s")) >= 0);
        });
        all(picture, "[data-e]").forEach(function (n) {
          n.classList.toggle("lit", pairs[n.getAttribute("data-e")] === true);
        });
      });
    }
    function clear() {
      buttons.forEach(function (b) { b.setAttribute("aria-pressed", "false"); });
      light([]);
      pin("");
    }

    pictures.forEach(function (picture) {
      var nodes = all(picture, ".n[data-s]");
      nodes.forEach(function (node, i) {
        var id = node.getAttribute("data-s");
        var show = function () { if (!pinned) { fill(id); } };
        var leave = function () { if (!pinned) { fill(""); } };
        node.addEventListener("mouseenter", show);
        node.addEventListener("mouseleave", leave);
        node.addEventListener("focus", show);
        node.addEventListener("blur", leave);
        node.addEventListener("click", function () { pin(pinned === id ? "" : id); });
        node.addEventListener("keydown", function (event) {
          var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
          if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            pin(pinned === id ? "" : id);
          } else if (step) {
            event.preventDefault();
            if (pinned) { pin(""); }
            nodes[(i + step + nodes.length) % nodes.length].focus();
          }
        });
      });
    });
    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        var on = button.getAttribute("aria-pressed") !== "true";
        var walk = button.getAttribute("data-walk");
        buttons.forEach(function (other) {
          other.setAttribute("aria-pressed", String(on && other.getAttribute("data-walk") === walk));
        });
        light(on ? walk.split(" ") : []);
        if (on && button.hasAttribute("data-go")) { map.querySelector(".blue").scrollIntoView(); }
      });
    });
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") { clear(); } });
  }

  function openTarget() {
    var id = decodeURIComponent(location.hash.slice(1));
    var found = id && document.getElementById(id);
    if (found && found.tagName === "DETAILS") { found.open = true; }
  }

  all(document, "[data-map]").forEach(setUp);
  window.addEventListener("hashchange", openTarget);
  openTarget();

  // Paper has no button that opens a finding.
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = all(document, "details.f:not([open])");
    closed.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (d) { d.open = false; });
  });
})();
