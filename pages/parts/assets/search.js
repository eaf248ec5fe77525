// Search over khosoIndex: every word typed must begin a word of an entry; without accents it means any of them.
"use strict";

const mostShown = 100;

// "Vĩnh Yên" -> "vinh yen"; đ is a letter of its own and has no accent to lose
function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
}

function lower(text) {
  return text.normalize("NFC").toLowerCase();
}

const searched = khosoIndex.map((entry) => {
  const text = entry.slice(1, 4).join(" ");
  return { entry, accented: lower(text), bare: folded(text) };
});

function hasWord(text, start) {
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return true;
  }
  return false;
}

// Entries that have all the words, those first in which most of them stand side by side as they were typed.
function matches(query) {
  const words = lower(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const pairs = words.slice(1).map((word, i) => folded(`${words[i]} ${word}`));
  return searched
    .filter(({ accented, bare }) => words.every((word) => hasWord(word === folded(word) ? bare : accented, word)))
    .map(({ entry, bare }) => [pairs.filter((pair) => hasWord(bare, pair)).length, entry])
    .sort(([a], [b]) => b - a)
    .map(([, entry]) => entry);
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
