(function () {
  "use strict";
  var root = document.documentElement;
  // Storage may be refused, for one on file://: the theme then lasts as long as the page.
  function remembered() { try { return localStorage.getItem("theme"); } catch (e) { return null; } }
  function remember(theme) { try { localStorage.setItem("theme", theme); } catch (e) { /* as above */ } }
  var theme = remembered();
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }

  function setUpTheme() {
    var button = document.getElementById("theme");
    button.hidden = false;
    button.addEventListener("click", function () {
      var dark = root.dataset.theme
        ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      remember(root.dataset.theme);
    });
  }

  function setUpFilter() {
    var controls = document.getElementById("controls");
    if (!controls) return;
    var search = controls.querySelector("input"), status = document.getElementById("shown");
    var buttons = all("button", controls);
    var rows = all("tr[data-verdict]").map(function (row) {
      var text = row.parentElement.rows[0].textContent + " " + row.textContent;
      return { row: row, verdict: row.dataset.verdict, text: text.toLowerCase() };
    });
    var groups = all("section.chapter, table.claims tbody");
    function apply() {
      var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      var wanted = buttons.filter(function (b) { return b.getAttribute("aria-pressed") === "true"; })
        .map(function (b) { return b.dataset.verdict; });
      var shown = 0;
      rows.forEach(function (entry) {
        var keep = (!wanted.length || wanted.indexOf(entry.verdict) >= 0) &&
          words.every(function (word) { return entry.text.indexOf(word) >= 0; });
        entry.row.hidden = !keep;
        if (keep) shown += 1;
      });
      groups.forEach(function (group) {
        group.hidden = shown < rows.length && !group.querySelector("tr[data-verdict]:not([hidden])");
      });
      status.textContent = shown === rows.length ? "" : shown + " of " + rows.length + " claims";
    }
    search.addEventListener("input", apply);
    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
        apply();
      });
    });
    document.addEventListener("keydown", function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        search.focus();
      }
    });
    controls.hidden = false;
  }

  // A cell sorts by its data-v, a number, or else by its text.
  function value(row, column) {
    var cell = row.cells[column];
    if (!cell) return "";
    return cell.dataset.v === undefined ? cell.textContent.trim() : Number(cell.dataset.v);
  }
  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return a.localeCompare(b);
  }
  function setUpSorting() {
    all("table.sortable").forEach(function (table) {
      var heads = all("thead th", table), body = table.tBodies[0];
      heads.forEach(function (head, column) {
        if (!head.textContent.trim()) return;
        var button = document.createElement("button");
        button.type = "button";
        button.textContent = head.textContent;
        head.replaceChildren(button);
        button.addEventListener("click", function () {
          var down = head.getAttribute("aria-sort") === "ascending";
          heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          Array.from(body.rows)
            .sort(function (a, b) {
              var order = compare(value(a, column), value(b, column));
              return down ? -order : order;
            })
            .forEach(function (row) { body.append(row); });
        });
      });
    });
  }

  // What a link leads to may lie in a closed box.
  function reveal() {
    var target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (e) { /* not an id */ }
    for (var box = target; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
  }

  document.addEventListener("DOMContentLoaded", function () {
    setUpTheme();
    setUpFilter();
    setUpSorting();
    reveal();
  });
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () {
    all("details").forEach(function (box) { box.open = true; });
  });
})();
