// Search over khosoIndex: every word typed must be in an entry, with or without its accents.
"use strict";

const mostShown = 100;

// "Vĩnh Yên" -> "vinh yen"; đ is a letter of its own and has no accent to lose
function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
}

const searched = khosoIndex.map(([, vi, en, besides]) => folded(`${vi} ${en} ${besides}`));

function matches(query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return khosoIndex.filter((_, i) => words.every((word) => searched[i].includes(word)));
}

function inBoth(parent, vi, en) {
  for (const [lang, text] of [["vi", vi], ["en", en]]) {
    const span = document.createElement("span");
    span.lang = lang;
    span.textContent = text;
    parent.append(span);
  }
}

function line([kind, vi, en, , address]) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = address;
  inBoth(link, vi, en);
  const label = document.createElement("span");
  label.className = "kind";
  inBoth(label, ...khosoKinds[kind]);
  item.append(link, " ", label);
  return item;
}

function show(query) {
  const found = matches(query);
  document.getElementById("results").replaceChildren(...found.slice(0, mostShown).map(line));
  const count = found.length > mostShown ? `${mostShown} / ${found.length}` : `${found.length}`;
  document.getElementById("count").textContent = query.trim() ? `(${count})` : "";
}

const field = document.getElementById("q");
field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", () => show(field.value));
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(field.value);
});
show(field.value);
