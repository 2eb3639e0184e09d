"use strict";
(() => {
  const cues = JSON.parse(document.getElementById("cues").textContent);
  const root = document.documentElement;
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a page from a file may have none */ } };
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const each = (selector, action, within = document) => within.querySelectorAll(selector).forEach(action);

  // Captions: a page opened from a file may not load a track, so they are in the page.
  const tracks = [];
  each("video[data-cues]", (video) => {
    const [language, ...rest] = video.dataset.cues.split("/");
    const name = rest.join("/");
    const label = video.closest("[data-language]").dataset.label;
    const track = video.addTextTrack("captions", label, language);
    for (const [start, end, text] of cues[language][name]) {
      const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
      track.addCue(new VTTCue(start, end, escaped));
    }
    tracks.push(track);
    const spoken = document.createElement("p");
    spoken.className = "spoken";
    spoken.hidden = true;
    video.after(spoken);
    video.addEventListener("play", () => { spoken.hidden = false; }, { once: true });
    track.addEventListener("cuechange", () => {
      spoken.textContent = [...track.activeCues].map((cue) => cue.getCueAsHTML().textContent).join(" ");
    });
  });
  // On a narrow screen captions stand below the picture: on it they would be too small to read.
  const narrow = matchMedia("(max-width: 40rem)");
  let wantsCaptions = true;
  const placeCaptions = () => {
    const below = narrow.matches && !document.fullscreenElement;
    for (const track of tracks) track.mode = wantsCaptions && !below ? "showing" : "hidden";
    root.classList.toggle("captions-below", wantsCaptions && below);
  };
  narrow.addEventListener("change", placeCaptions);
  document.addEventListener("fullscreenchange", placeCaptions);
  const showCaptions = (shown) => {
    wantsCaptions = shown;
    placeCaptions();
    each("[data-captions]", (button) => button.setAttribute("aria-pressed", shown));
    remember("captions", shown);
  };
  each("[data-captions]", (button) =>
    button.addEventListener("click", () => showCaptions(button.getAttribute("aria-pressed") !== "true")));
  showCaptions(recall("captions") !== "false");

  // One video at a time.
  each("video", (video) => video.addEventListener("play", () => {
    if (!video.closest("[data-together]")) each("video", (other) => { if (other !== video) other.pause(); });
  }));

  // Contents: seek the film, and show where it is.
  each("[data-film]", (section) => {
    const film = section.querySelector("video");
    const entries = [...section.querySelectorAll("[data-start]")];
    const mark = () => {
      let current = null;
      for (const entry of entries) {
        const { start, end } = entry.dataset;
        if (entry.classList.contains("beat") && film.currentTime >= start - 0.01 && film.currentTime < end) current = entry;
      }
      for (const entry of entries) {
        if (entry === current) entry.setAttribute("aria-current", "true");
        else entry.removeAttribute("aria-current");
      }
    };
    for (const entry of entries) {
      entry.addEventListener("click", () => {
        film.currentTime = Number(entry.dataset.start);
        film.play().catch(() => {});
      });
    }
    for (const event of ["timeupdate", "seeked"]) film.addEventListener(event, mark);
  });

  // Language.
  const languages = [...document.querySelectorAll("main[data-language]")].map((main) => main.dataset.language);
  const speak = (language) => {
    each("[data-language]", (part) => {
      part.hidden = part.dataset.language !== language;
      if (part.hidden) each("video", (video) => video.pause(), part);
    });
    each("[data-speak]", (button) => button.setAttribute("aria-pressed", button.dataset.speak === language));
    root.lang = language;
    document.title = document.querySelector(`main[data-language="${language}"]`).dataset.title;
  };
  each("[data-speak]", (button) => button.addEventListener("click", () => {
    speak(button.dataset.speak);
    remember("language", button.dataset.speak);
    history.replaceState(null, "", `#${button.dataset.speak}`);
  }));
  const wanted = [location.hash.slice(1), recall("language"), root.lang, ...languages].find((name) => languages.includes(name));
  speak(wanted);

  // Colours.
  const color = (theme) => {
    root.dataset.theme = theme;
    each("[data-color]", (button) => button.setAttribute("aria-pressed", button.dataset.color === theme));
  };
  each("[data-color]", (button) => button.addEventListener("click", () => {
    color(button.dataset.color);
    remember("theme", button.dataset.color);
  }));
  const preferred = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  color(["dark", "light"].includes(recall("theme")) ? recall("theme") : preferred);

  // Embed snippets.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };
  each("[data-copy]", (button) => button.addEventListener("click", async () => {
    const code = button.parentElement.querySelector("code");
    const done = await copy(code.textContent);
    if (!done) getSelection().selectAllChildren(code);
    button.textContent = done ? button.dataset.copied : button.dataset.failed;
    setTimeout(() => { button.textContent = button.dataset.copy; }, 2000);
  }));

  // Clips side by side.
  each("[data-together]", (group) => {
    const play = group.querySelector("[data-play]");
    const choose = group.querySelector("select");
    const shown = () => [...group.querySelectorAll("[data-chapter]")]
      .filter((clip) => !clip.hidden).flatMap((clip) => [...clip.querySelectorAll("video")]);
    const label = () => {
      const playing = shown().some((video) => !video.paused && !video.ended);
      play.textContent = playing ? play.dataset.pause : play.dataset.play;
      return playing;
    };
    const pick = () => {
      each("video", (video) => { video.pause(); video.currentTime = 0; }, group);
      each("[data-chapter]", (clip) => { clip.hidden = clip.dataset.chapter !== choose.value; }, group);
      label();
    };
    play.addEventListener("click", () => {
      const playing = label();
      const time = Math.min(...shown().map((video) => (video.ended ? 0 : video.currentTime)));
      for (const video of shown()) {
        if (playing) video.pause();
        else { video.currentTime = time; video.play().catch(() => {}); }
      }
    });
    for (const event of ["play", "pause", "ended"]) group.addEventListener(event, label, true);
    choose.addEventListener("change", pick);
    pick();
  });
})();
