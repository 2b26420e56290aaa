/* The search of the portal: an index that a script brings, so that it works from a folder as well. */
(function () {
  "use strict";
  document.documentElement.classList.add("scripted");
  var MOST = 30;
  var box = document.querySelector(".seek");
  var input = box.querySelector("input");
  var list = box.querySelector("ul");
  var status = box.querySelector("[role=status]");
  var pages = null;
  var asked = false;
  var at = -1;

  // Letters without their marks, in lower case: "Größe" is found by "grosse" and "große".
  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
      .replace(/ß/g, "ss").replace(/[-_]/g, " ");
  }

  function bring() {
    if (asked) { return; }
    asked = true;
    var script = document.createElement("script");
    script.src = box.getAttribute("data-index");
    script.onload = function () {
      var names = box.getAttribute("data-on").split("|");
      pages = [];
      window.cxauditPages.forEach(function (page) {
        var url = page[3];
        var near = fold(page[0] + " " + page[1] + " " + page[2]);
        // What is on this page comes before its likes elsewhere; a rule and a finding come later.
        var far = (url === box.getAttribute("data-here") ? 0 : 0.3);
        var late = url.indexOf("rules/") === 0 ? 1 : 0;
        pages.push({ kind: page[0], text: page[1], sub: page[2], url: url,
          name: fold(page[1]), near: near, behind: far + late });
        page[4].forEach(function (entry) {
          pages.push({ kind: names[entry[0]], text: entry[1], sub: page[1], url: url + entry[2],
            name: fold(entry[1]), near: fold(entry[1] + " " + page[1]), behind: 0.5 + far + 3 * entry[0] });
        });
      });
      show();
    };
    document.head.appendChild(script);
  }

  // How far a thing is from what was typed, nearest first; -1 where a word of it is missing.
  function distance(thing, words, typed) {
    var begins = true;
    for (var i = 0; i < words.length; i += 1) {
      if (thing.near.indexOf(words[i]) < 0) { return -1; }
      if ((" " + thing.name).indexOf(" " + words[i]) < 0) { begins = false; }
    }
    var near = thing.name === typed ? 0 : thing.name.indexOf(typed) === 0 ? 1 : begins ? 2 : 3;
    return near + thing.behind;
  }

  function found(typed) {
    var words = typed.split(/\s+/);
    var hits = [];
    pages.forEach(function (thing, order) {
      var far = distance(thing, words, typed);
      if (far >= 0) { hits.push({ thing: thing, far: far, order: order }); }
    });
    return hits.sort(function (a, b) { return a.far - b.far || a.order - b.order; });
  }

  function option(thing, number) {
    var item = document.createElement("li");
    var link = document.createElement("a");
    var kind = document.createElement("i");
    var text = document.createElement("span");
    item.setAttribute("role", "none");
    link.id = "portal-found-" + number;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.href = box.getAttribute("data-root") + thing.url;
    link.tabIndex = -1;
    kind.textContent = thing.kind;
    text.textContent = thing.text;
    text.dir = "auto";
    if (thing.sub) {
      var small = document.createElement("small");
      small.textContent = thing.sub;
      text.appendChild(small);
    }
    link.appendChild(kind);
    link.appendChild(text);
    item.appendChild(link);
    return item;
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(number) {
    var items = list.querySelectorAll("[role=option]");
    if (items[at]) { items[at].classList.remove("on"); items[at].setAttribute("aria-selected", "false"); }
    at = number;
    if (items[at]) {
      items[at].classList.add("on");
      items[at].setAttribute("aria-selected", "true");
      items[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[at].id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function told(count) {
    if (!count) { return box.getAttribute("data-none"); }
    if (count > MOST) {
      return box.getAttribute("data-first").replace("{n}", MOST).replace("{all}", count);
    }
    return count === 1 ? box.getAttribute("data-one") : box.getAttribute("data-many").replace("{n}", count);
  }

  function show() {
    var typed = fold(input.value).trim();
    if (!pages) { return; }
    at = -1;
    list.textContent = "";
    if (!typed) { status.textContent = ""; close(); return; }
    var hits = found(typed);
    hits.slice(0, MOST).forEach(function (hit, number) { list.appendChild(option(hit.thing, number)); });
    if (hits.length === 0 || hits.length > MOST) {
      var line = document.createElement("li");
      line.className = "none";
      line.setAttribute("role", "presentation");
      line.textContent = told(hits.length);
      list.appendChild(line);
    }
    status.textContent = told(hits.length);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
  }

  input.addEventListener("focus", bring);
  input.addEventListener("input", function () { bring(); show(); });
  input.addEventListener("keydown", function (event) {
    var items = list.querySelectorAll("[role=option]");
    if (event.key === "Escape") {
      event.stopPropagation();
      if (input.value) { input.value = ""; show(); } else { input.blur(); }
    } else if (event.key === "Enter" && items[at] && !list.hidden) {
      event.preventDefault();
      items[at].click();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length) {
      event.preventDefault();
      if (list.hidden) { show(); return; }
      mark((at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
    }
  });
  document.addEventListener("keydown", function (event) {
    var here = document.activeElement;
    var writes = here && (/^(INPUT|TEXTAREA|SELECT)$/.test(here.tagName) || here.isContentEditable);
    if (event.key === "/" && !writes && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopImmediatePropagation();
      input.focus();
    }
  }, true);
  document.addEventListener("click", function (event) { if (!box.contains(event.target)) { close(); } });
  list.addEventListener("click", close);
  box.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) { close(); }
  });
})();
