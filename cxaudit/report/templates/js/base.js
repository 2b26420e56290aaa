// What every other part uses: texts of the page, short ways to its elements, and the state in its address.
var root = document.documentElement;
root.classList.add("scripted");
var texts = JSON.parse(document.getElementById("texts").getAttribute("data-texts"));
var maps = []; // one entry a map with a picture, see picture.js

function all(within, what) { return Array.prototype.slice.call(within.querySelectorAll(what)); }

function make(tag, cls, text) {
  var node = document.createElement(tag);
  if (cls) { node.className = cls; }
  if (text) { node.textContent = text; }
  return node;
}

// A text of the page with its numbers; where it has two forms, the one that agrees with n.
function say(key, values) {
  var form = texts[key];
  if (typeof form !== "string") { form = form[values.n === 1 ? 0 : 1]; }
  return form.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
}

// Marks such as "role:inside-sales" that say whom an element is about.
function marksOf(node) { return (node.getAttribute("data-for") || "").split(" ").filter(Boolean); }
function meet(marks, others) { return marks.some(function (m) { return others.indexOf(m) >= 0; }); }

// The address holds a place and what was chosen: "#place?for=role:inside-sales&type=map/type:simple".
var state = { place: "", reader: "", kinds: {} };

function plain(text) {
  try { return decodeURIComponent(text); } catch (broken) { return text; }
}

// True where the address itself says what is chosen; a mere link to a place leaves that as it is.
function readAddress() {
  var whole = location.hash.slice(1);
  var cut = whole.indexOf("?");
  state.place = plain(cut < 0 ? whole : whole.slice(0, cut));
  if (cut < 0) { return false; }
  var said = new URLSearchParams(whole.slice(cut + 1));
  state.reader = said.get("for") || "";
  state.kinds = {};
  said.getAll("type").forEach(function (pair) {
    var at = pair.indexOf("/");
    if (at > 0) { state.kinds[pair.slice(0, at)] = pair.slice(at + 1); }
  });
  return true;
}

// Whoever goes to a place comes back by the browser's own way; a choice is no place to come back to.
function writeAddress(goes) {
  var said = [];
  if (state.reader) { said.push("for=" + encodeURIComponent(state.reader).replace(/%3A/g, ":")); }
  Object.keys(state.kinds).sort().forEach(function (prefix) {
    if (!state.kinds[prefix]) { return; }
    said.push("type=" + encodeURIComponent(prefix + "/" + state.kinds[prefix]).replace(/%3A/g, ":").replace(/%2F/g, "/"));
  });
  var hash = encodeURIComponent(state.place) + (said.length ? "?" + said.join("&") : "");
  // Some readers of local files forbid it; the choice then holds, only without a link to share.
  var to = location.href.split("#")[0] + (hash ? "#" + hash : "");
  if (goes && to === location.href) { return; }
  try { history[goes ? "pushState" : "replaceState"](null, "", to); } catch (forbidden) { return; }
}
