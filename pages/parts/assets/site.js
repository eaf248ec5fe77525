// The language of the page: both are in it, the stylesheet shows one. The choice is remembered where the browser lets
// pages read from a disk remember anything.
"use strict";

const languageKey = "khoso.language";

function rememberedLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked === "vi" || asked === "en") return asked;
  try {
    return localStorage.getItem(languageKey) === "en" ? "en" : "vi";
  } catch {
    return "vi";
  }
}

function useLanguage(language) {
  document.documentElement.lang = language;
  try {
    localStorage.setItem(languageKey, language);
  } catch {
    // nothing to remember it in: it lasts as long as the page
  }
  document.dispatchEvent(new Event("languagechange"));
}

// before the page is drawn, so that nobody sees the other language first
document.documentElement.lang = rememberedLanguage();

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("language");
  button.hidden = false;
  button.addEventListener("click", () => useLanguage(document.documentElement.lang === "vi" ? "en" : "vi"));
});
