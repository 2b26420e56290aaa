// One box for the whole page: headings, steps, findings. "/" goes to it, Escape leaves it.
var find = document.getElementById("find");
var found = document.getElementById("found");
var hits = document.getElementById("hits");
var index = null;
var MOST_HITS = 12;

function entries() {
  var list = [];
  all(document, "main h2, main .panel>h3").forEach(function (head) {
    var home = head.closest("[id]");
    if (!home || home.id === "main") { return; }
    var eyebrow = home.querySelector(".eyebrow");
    var above = eyebrow && eyebrow.nextElementSibling === head ? eyebrow.textContent + ": " : "";
    list.push(entry(texts.section, above + head.textContent.trim(), home.id, null));
  });
  maps.forEach(function (map) {
    Object.keys(map.rows).forEach(function (id) {
      var cells = map.rows[id];
      var by = cells.querySelector("[data-k=by]").textContent;
      var name = cells.querySelector("th").textContent + (by ? ", " + by : "");
      list.push(entry(texts.step, name, map.prefix + "-blueprint", function () { map.goTo(id); }));
    });
  });
  all(document, "details.f").forEach(function (f) {
    var title = f.querySelector(".ti b").textContent, code = f.querySelector(".ti .code").textContent;
    list.push(entry(texts.finding, title + " · " + code, f.id, null));
  });
  return list;
}
function entry(kind, text, place, then) {
  return { kind: kind, text: text, place: place, then: then, folded: fold(text) };
}

function search() {
  index = index || entries();
  var words = fold(find.value).split(/\s+/).filter(Boolean);
  hits.textContent = "";
  found.hidden = words.length === 0;
  if (!words.length) { return; }
  var fits = index.filter(function (e) {
    return words.every(function (w) { return e.folded.indexOf(w) >= 0; });
  });
  var first = fits.filter(function (e) { return e.folded.indexOf(words[0]) === 0; });
  fits = first.concat(fits.filter(function (e) { return first.indexOf(e) < 0; }));
  document.getElementById("counted").textContent = fits.length
    ? fits.length > MOST_HITS ? say("first_hits", { n: MOST_HITS, all: fits.length }) : say("hits", { n: fits.length })
    : texts.no_hits;
  fits.slice(0, MOST_HITS).forEach(function (e) {
    var item = make("li"), link = make("a", "", e.text);
    link.href = "#" + encodeURIComponent(e.place);
    link.insertBefore(make("small", "", e.kind), link.firstChild);
    link.addEventListener("click", function (event) {
      event.preventDefault();
      leave();
      goTo(e.place);
      if (e.then) { e.then(); }
    });
    item.appendChild(link);
    hits.appendChild(item);
  });
}
function leave() {
  find.value = "";
  search();
  find.blur();
}

find.addEventListener("input", search);
find.addEventListener("keydown", function (event) {
  var first = hits.querySelector("a");
  if (event.key === "Enter" && first) { event.preventDefault(); first.click(); }
  if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
});
document.querySelector(".find").addEventListener("keydown", function (event) {
  if (event.key === "Escape") { event.stopPropagation(); leave(); return; }
  if (event.target.tagName !== "A") { return; }
  var links = all(hits, "a"), at = links.indexOf(event.target);
  if (event.key === "ArrowDown" && links[at + 1]) { event.preventDefault(); links[at + 1].focus(); }
  if (event.key === "ArrowUp") { event.preventDefault(); (links[at - 1] || find).focus(); }
});
document.addEventListener("click", function (event) {
  if (!event.target.closest(".find")) { found.hidden = true; }
});
document.addEventListener("keydown", function (event) {
  var where = event.target;
  var writing = where.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(where.tagName);
  if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) { return; }
  event.preventDefault();
  find.focus();
  find.scrollIntoView({ block: "nearest" });
});
