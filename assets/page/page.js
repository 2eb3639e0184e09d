"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const cues = read("cues");
  const beats = read("beats");
  const root = document.documentElement;
  const remember = (key, value) => { try { localStorage.setItem(`descent.${key}`, value); } catch { /* a page from a file may have none */ } };
  const recall = (key) => { try { return localStorage.getItem(`descent.${key}`); } catch { return null; } };
  const each = (selector, action, within = document) => within.querySelectorAll(selector).forEach(action);
  const shownMain = () => document.querySelector("main[data-language]:not([hidden])");

  // Captions: a page opened from a file may not load a track, so they are in the page.
  const tracks = [];
  const nameOf = (video) => video.dataset.cues.split("/").slice(1).join("/");
  each("video[data-cues]", (video) => {
    const { language, label } = video.closest("[data-language]").dataset;
    const track = video.addTextTrack("captions", label, language);
    for (const [start, end, text] of cues[language][nameOf(video)]) {
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

  // Seeking. A server that does not answer for parts of a file lets a video only run from its beginning:
  // then it is left where it is, and the page says why.
  const reaches = (video, seconds) => {
    for (let i = 0; i < video.seekable.length; i += 1) {
      if (video.seekable.start(i) <= seconds && seconds <= video.seekable.end(i) + 0.5) return true;
    }
    return seconds < 0.5;
  };
  const tellWhetherItSeeks = (video) => {
    const stuck = !reaches(video, video.duration);
    let note = video.parentElement.querySelector(".stuck");
    if (stuck && !note) {
      note = document.createElement("p");
      note.className = "note stuck";
      note.setAttribute("role", "status");
      video.after(note);
    }
    if (note) note.textContent = stuck ? video.closest("[data-language]").dataset.stuck : "";
  };
  const wanted = new WeakMap(); // where a video is to go, and whether to play, once its length is known
  const arrive = (video) => {
    const goal = wanted.get(video);
    wanted.delete(video);
    tellWhetherItSeeks(video);
    if (!goal || !reaches(video, goal.seconds)) return;
    video.currentTime = goal.seconds;
    if (goal.play) video.play().catch(() => {});
  };
  const seek = (video, seconds, play) => {
    wanted.set(video, { seconds, play });
    if (video.readyState >= HTMLMediaElement.HAVE_METADATA) arrive(video);
    else if (video.preload === "none") video.preload = "metadata";
  };
  each("video", (video) => {
    video.addEventListener("loadedmetadata", () => arrive(video));
    if (video.readyState >= HTMLMediaElement.HAVE_METADATA) arrive(video);
  });

  // Contents and transcript: seek, and show where the video is.
  const keepInSight = (entry) => {
    const box = entry.closest(".scrolls");
    if (!box || !box.offsetParent || box.matches(":hover, :focus-within")) return;
    const [outer, inner] = [box.getBoundingClientRect(), entry.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
  };
  each("[data-seeks]", (list) => {
    const video = list.closest("[data-film], .clip").querySelector("video");
    const entries = [...list.querySelectorAll("a[data-start]")];
    const leaves = entries.filter((entry) => !entry.classList.contains("chapter"));
    let current = null;
    const mark = () => {
      const now = video.currentTime;
      const next = leaves.find(({ dataset }) => now >= dataset.start - 0.01 && now < dataset.end) ?? null;
      if (next === current) return;
      current?.removeAttribute("aria-current");
      next?.setAttribute("aria-current", "true");
      current = next;
      if (current) keepInSight(current);
    };
    for (const entry of entries) {
      entry.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return; // wants the link itself
        event.preventDefault();
        history.replaceState(null, "", entry.hash);
        seek(video, Number(entry.dataset.start), true);
      });
    }
    for (const event of ["timeupdate", "seeked"]) video.addEventListener(event, mark);
    list.closest("details")?.addEventListener("toggle", () => {
      const last = leaves.findLast(({ dataset }) => video.currentTime >= dataset.start);
      if (last) keepInSight(last);
    });
  });

  // The transcript is searched as one types: w1 finds w₁, - finds the true minus.
  const plain = (text) => text.normalize("NFKC").toLowerCase().replaceAll("ё", "е").replaceAll("−", "-").replace(/\s+/g, " ").trim();
  each(".transcript", (transcript) => {
    const input = transcript.querySelector("input");
    const found = transcript.querySelector("output");
    const lines = [...transcript.querySelectorAll("li")].map((line) => [line, plain(line.querySelector("span").textContent)]);
    input.addEventListener("input", () => {
      const sought = plain(input.value);
      for (const [line, text] of lines) line.hidden = !text.includes(sought);
      each("section", (part) => { part.hidden = !part.querySelector("li:not([hidden])"); }, transcript);
      const count = lines.filter(([line]) => !line.hidden).length;
      found.textContent = sought ? (count ? `${count} / ${lines.length}` : found.dataset.none) : "";
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") transcript.querySelector("li:not([hidden]) a")?.click();
    });
  });

  // Language. Beats are as long as their sentences, so a place is a beat and how much of it has passed.
  const languages = [...document.querySelectorAll("main[data-language]")].map((main) => main.dataset.language);
  const beatsOf = (video) => beats[video.closest("[data-language]").dataset.language][nameOf(video)];
  const sameMoment = (from, to) => {
    const now = from.currentTime;
    const at = beatsOf(from).findIndex(([, start, end]) => now >= start && now < end);
    if (at < 0) return beatsOf(to).at(-1)[2];
    const [name, start, end] = beatsOf(from)[at];
    const other = beatsOf(to).find(([twin]) => twin === name) ?? beatsOf(to)[0];
    return other[1] + (other[2] - other[1]) * (now - start) / (end - start);
  };
  const carryOver = (before, after) => {
    const pairs = (selector) => {
      const [ours, theirs] = [before, after].map((main) => [...main.querySelectorAll(selector)]);
      return ours.length === theirs.length ? ours.map((node, i) => [node, theirs[i]]) : [];
    };
    for (const [ours, theirs] of pairs("details")) theirs.open = ours.open;
    for (const [ours, theirs] of pairs("select")) {
      theirs.value = ours.value;
      theirs.dispatchEvent(new Event("change"));
    }
    each("video", (video) => {
      const twin = [...after.querySelectorAll("video")].find((other) => nameOf(other) === nameOf(video));
      if (twin && (video.currentTime > 0 || !video.paused)) seek(twin, sameMoment(video, twin), !video.paused && !video.ended);
      video.pause();
    }, before);
    return pairs("a, button, summary, input, select, video, [tabindex]").find(([ours]) => ours === document.activeElement)?.[1];
  };
  const speak = (language) => {
    const before = shownMain();
    const after = document.querySelector(`main[data-language="${language}"]`);
    const height = document.activeElement?.getBoundingClientRect().top;
    root.lang = language;
    document.title = after.dataset.title;
    each("[data-speak]", (button) => button.setAttribute("aria-pressed", button.dataset.speak === language));
    if (before === after) return;
    after.hidden = false;
    const focus = carryOver(before, after);
    before.hidden = true;
    if (!focus) return;
    focus.focus({ preventScroll: true });
    scrollBy(0, focus.getBoundingClientRect().top - height);
  };

  // Addresses: #ru, #learning_rate, #learning_rate.critical, #t=83 or #t=1:23, and several with & between.
  const seconds = (time) => time.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
  const address = () => {
    const parts = location.hash.slice(1).split("&");
    return {
      language: parts.find((part) => languages.includes(part)),
      time: parts.filter((part) => /^t=[\d:.]+$/.test(part)).map((part) => seconds(part.slice(2))).find(Number.isFinite),
      place: parts.find((part) => /^[a-z]\w*(\.\w+)?$/.test(part) && !languages.includes(part)),
    };
  };
  each("[data-speak]", (button) => button.addEventListener("click", () => {
    const { place } = address();
    speak(button.dataset.speak);
    remember("language", button.dataset.speak);
    history.replaceState(null, "", `#${[button.dataset.speak, place].filter(Boolean).join("&")}`);
  }));
  const follow = () => {
    const { language, time, place } = address();
    if (language) speak(language);
    const main = shownMain();
    const film = main.querySelector("[data-film]");
    const entry = place && film?.querySelector(`.contents [href="#${place}"]`);
    const start = time ?? (entry && Number(entry.dataset.start));
    if (film && start !== undefined && start !== null) {
      seek(film.querySelector("video"), start, true);
      film.scrollIntoView({ block: "nearest" });
    } else if (place) {
      const clip = [...main.querySelectorAll(".clip video")].find((video) => nameOf(video) === place.split(".")[0]);
      const beat = clip && beatsOf(clip).find(([name]) => name === place);
      if (beat) seek(clip, beat[1], true);
      clip?.closest(".clip").scrollIntoView();
    }
  };
  const known = (wish) => languages.find((name) => name.toLowerCase() === wish?.toLowerCase())
    ?? languages.find((name) => name.split("-")[0] === wish?.toLowerCase().split("-")[0]);
  const wishes = [address().language, recall("language"), ...navigator.languages, root.lang, languages[0]];
  if (languages.length) {
    speak(wishes.map(known).find(Boolean));
    follow();
    addEventListener("hashchange", follow);
  }

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
    const code = button.closest(".snippet").querySelector("code");
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
