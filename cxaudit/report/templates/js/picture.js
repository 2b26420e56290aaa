// A map's picture: facts of a step on pointing, a pin, the walks of findings.
function setUpPicture(article) {
  var pictures = all(article, ".bpbox .bp");
  var strip = article.querySelector(".strip");
  var buttons = all(article, ".walk");
  var pinned = "";
  var walked = null; // the button of the walk that led here, where Escape leads back
  if (!pictures.length) { return null; }
  var rest = Array.prototype.slice.call(strip.childNodes);
  var rows = {};
  all(article, "tr[data-row]").forEach(function (r) { rows[r.getAttribute("data-row")] = r; });

  function steps(id) {
    return all(article, ".bp .n[data-s]").filter(function (n) { return n.getAttribute("data-s") === id; });
  }
  function show(nodes) {
    strip.textContent = "";
    nodes.forEach(function (n) { strip.appendChild(n.cloneNode(true)); });
  }
  // The strip repeats a row of the table below: one source for both.
  function fill(id) {
    var found = id && rows[id];
    if (!found) { show(rest); return; }
    var title = make("h3", "", found.querySelector("th").textContent);
    var list = make("dl");
    all(found, "td").forEach(function (cell) {
      var key = cell.getAttribute("data-k");
      if (!cell.textContent.trim()) { return; }
      if (key === "by") { title.appendChild(make("small", "", cell.textContent)); return; }
      var box = make("div", key === "ways" || key === "meets" ? "w" : "");
      var said = make("dd");
      Array.prototype.forEach.call(cell.childNodes, function (n) { said.appendChild(n.cloneNode(true)); });
      box.appendChild(make("dt", "", cell.getAttribute("data-l")));
      box.appendChild(said);
      list.appendChild(box);
    });
    strip.textContent = "";
    strip.appendChild(title);
    strip.appendChild(list);
  }
  // The facts of a pinned step stay in sight, at the foot of the window where they lie below it.
  function pin(id) {
    pinned = id;
    strip.classList.toggle("held", Boolean(id));
    all(article, ".bp .cur").forEach(function (n) {
      n.classList.remove("cur");
      n.querySelector(".hit").setAttribute("aria-pressed", "false");
    });
    if (id) {
      steps(id).forEach(function (n) {
        n.classList.add("cur");
        n.querySelector(".hit").setAttribute("aria-pressed", "true");
      });
    }
    fill(id);
  }
  function seen() { return pictures.filter(function (p) { return p.getBoundingClientRect().width > 0; })[0]; }
  // Large pictures scroll in their box and are higher than a window: bring a node to where it is seen.
  function bring(node) {
    if (!node) { article.querySelector(".blue").scrollIntoView({ behavior: "instant" }); return; }
    var box = node.closest(".bpbox");
    if (box.getBoundingClientRect().height < innerHeight) { article.querySelector(".blue").scrollIntoView({ behavior: "instant" }); }
    else { node.scrollIntoView({ block: "center", behavior: "instant" }); }
    var place = node.getBoundingClientRect(), frame = box.getBoundingClientRect();
    if (place.left < frame.left || place.right > frame.right) {
      box.scrollLeft += place.left - frame.left - frame.width / 3;
    }
  }
  // A pinned step and its facts are seen together: what the held strip covers moves up, if it can.
  function clearOf(node) {
    var over = node.getBoundingClientRect().bottom + 8 - strip.getBoundingClientRect().top;
    var room = node.getBoundingClientRect().top - (parseFloat(getComputedStyle(root).scrollPaddingTop) || 0);
    if (over > 0 && room > 0) { scrollBy({ top: Math.min(over, room), behavior: "instant" }); }
  }
  function press(node, id) {
    pin(pinned === id ? "" : id);
    if (pinned) { clearOf(node); }
  }
  function light(walk) {
    var pairs = {};
    walk.forEach(function (step, i) { if (i) { pairs[walk[i - 1] + ">" + step] = true; } });
    pictures.forEach(function (picture) {
      picture.classList.toggle("has-lit", walk.length > 0);
      all(picture, ".n[data-s]").forEach(function (n) {
        n.classList.toggle("lit", walk.indexOf(n.getAttribute("data-s")) >= 0);
      });
      all(picture, "[data-e]").forEach(function (n) {
        n.classList.toggle("lit", pairs[n.getAttribute("data-e")] === true);
      });
      all(picture, ".hand").forEach(function (n) {
        n.classList.toggle("lit", pairs[n.getAttribute("data-e2")] === true);
      });
    });
  }
  function clear() {
    buttons.forEach(function (b) { b.setAttribute("aria-pressed", "false"); });
    light([]);
    pin("");
  }

  strip.addEventListener("focusout", function (event) {
    if (!pinned && !strip.contains(event.relatedTarget)) { fill(""); }
  });
  pictures.forEach(function (picture) {
    var nodes = all(picture, ".n[data-s]");
    nodes.forEach(function (node, i) {
      var id = node.getAttribute("data-s");
      var point = function () { if (!pinned) { fill(id); } };
      // Who goes on from a step to a link in its strip still finds it there.
      var leave = function (event) {
        if (!pinned && !strip.contains(event.relatedTarget)) { fill(""); }
      };
      node.addEventListener("mouseenter", point);
      node.addEventListener("mouseleave", leave);
      // On the button alone: a group that listens for focus gets it.
      node.querySelector(".hit").addEventListener("focus", point);
      node.querySelector(".hit").addEventListener("blur", leave);
      node.addEventListener("click", function () { press(node, id); });
      node.addEventListener("keydown", function (event) {
        var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          press(node, id);
        } else if (step) {
          event.preventDefault();
          if (pinned) { pin(""); }
          nodes[(i + step + nodes.length) % nodes.length].querySelector(".hit").focus();
        }
      });
    });
  });
  buttons.forEach(function (button) {
    // Two findings may have one walk: what is pressed is the button, so that each leads to the picture.
    button.addEventListener("click", function () {
      var on = button.getAttribute("aria-pressed") !== "true";
      var walk = button.getAttribute("data-walk");
      buttons.forEach(function (other) {
        other.setAttribute("aria-pressed", String(on && other === button));
      });
      light(on ? walk.split(" ") : []);
      walked = on && button.hasAttribute("data-go") ? button : null;
      if (!walked) { return; }
      state.place = article.querySelector(".blue").id || article.id;
      writeAddress(true);
      bring(seen().querySelector(".n.lit"));
    });
  });
  function comeBack() {
    var from = walked;
    walked = null;
    if (!from) { return; }
    var finding = from.closest("details.f");
    state.place = finding ? finding.id : state.place;
    writeAddress();
    unfoldAround(from);
    from.scrollIntoView({ block: "center" });
    from.focus({ preventScroll: true });
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { clear(); comeBack(); }
  });
  window.addEventListener("hashchange", function () { walked = null; });

  var usual = rest;
  return {
    article: article,
    prefix: article.id,
    pictures: pictures,
    rows: rows,
    // What stands in the strip while no step is pointed at; nothing means an average case.
    settle: function (nodes) { rest = nodes || usual; if (!pinned) { fill(""); } },
    goTo: function (id) {
      walked = null;
      var node = steps(id).filter(function (n) { return n.getBoundingClientRect().width > 0; })[0];
      pin(id);
      bring(node);
      if (node) { clearOf(node); }
    }
  };
}
