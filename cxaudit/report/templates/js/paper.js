// Paper has no button that opens a finding.
var closed = [];
window.addEventListener("beforeprint", function () {
  closed = all(document, "details.f:not([open])");
  closed.forEach(function (d) { d.open = true; });
});
window.addEventListener("afterprint", function () {
  closed.forEach(function (d) { d.open = false; });
});
