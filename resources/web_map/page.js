// Joins the timetable to the map that folium drew. Texts come from the page's own escaped markup.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("tour-data").textContent);
  const root = document.documentElement;
  const panel = document.getElementById("panel");
  const handle = document.getElementById("panel-handle");
  const map = window[data.map];
  const bounds = L.latLngBounds(data.bounds);
  // Until the reader moves the map himself, it keeps showing the whole tour.
  let isMoved = false;
  let isOnline = false;
  const isPrinting = () => root.classList.contains("printing");
  const isPhone = () => !isPrinting() && matchMedia("(max-width: 799px)").matches;
  const language = () => root.dataset.language;

  map.attributionControl.setPrefix("Leaflet");
  map.attributionControl.addAttribution(
    '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap contributors</a>');
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  const zoom = L.control.zoom({ position: "topright" }).addTo(map);

  function fitWholeTour() {
    map.invalidateSize();
    const bottom = isPhone() ? map.getSize().y * 0.44 : 40;
    map.fitBounds(bounds, { paddingTopLeft: [40, 40], paddingBottomRight: [isPhone() ? 40 : 110, bottom], animate: false });
  }

  // As on the printed map, each day keeps to the right of the road in a track of its own, so that days and
  // directions that share a road stay apart.
  const TRACKS = 3, TRACK = 4;
  const ways = Object.entries(data.days).flatMap(([number, name]) => {
    const lines = window[name].getLayers().filter((layer) => layer instanceof L.Polyline && Array.isArray(layer.getLatLngs()[0]));
    const shift = TRACK * (0.55 + (number - 1) % TRACKS);
    return lines.map((layer) => ({ layer, shift, lines: layer.getLatLngs() }));
  });
  function beside(line, shift) {
    const points = L.LineUtil.simplify(line.map((at) => map.project(at)), 1.2);
    return points.map((point, i) => {
      const before = points[Math.max(i - 1, 0)], after = points[Math.min(i + 1, points.length - 1)];
      const way = after.subtract(before), length = Math.hypot(way.x, way.y) || 1;
      return map.unproject(point.add(L.point(-way.y, way.x).multiplyBy(shift / length)));
    });
  }
  function keepApart() {
    for (const { layer, shift, lines } of ways) { layer.setLatLngs(lines.map((line) => beside(line, shift))); }
  }
  map.on("zoomend", keepApart);
  keepApart();

  // Popups take the escaped template of their stop.
  const stops = new Map();
  for (const stop of data.stops) {
    const marker = window[stop.marker];
    const popup = document.getElementById("popup-" + stop.key).content.firstElementChild;
    marker.bindPopup(() => popup.cloneNode(true), { maxWidth: isPhone() ? 270 : 300, autoPanPaddingTopLeft: [20, isPhone() ? 60 : 20], autoPanPaddingBottomRight: [20, 20] });
    stops.set(stop.key, { ...stop, marker });
  }

  function nameMarkers() {
    for (const { marker, name } of stops.values()) {
      const element = marker.getElement();
      if (element) {
        element.setAttribute("aria-label", name[language()]);
        element.title = name[language()];
      }
    }
  }

  function show(key) {
    const stop = stops.get(key);
    isMoved = true;
    const box = document.querySelector(`input[data-day="${stop.day}"]`);
    if (!box.checked) { box.checked = true; box.dispatchEvent(new Event("change")); }
    if (isPhone()) { setOpen(false); }
    map.setView(stop.marker.getLatLng(), Math.max(map.getZoom(), 13), { animate: false });
    // The popup grows upwards: on a wide screen the stop goes down, on a phone it stays above the panel.
    map.panBy([0, map.getSize().y * (isPhone() ? 0.04 : -0.2)], { animate: false });
    stop.marker.openPopup();
  }
  document.querySelectorAll("button[data-stop]").forEach((button) => {
    button.addEventListener("click", () => show(button.dataset.stop));
  });

  document.querySelectorAll("input[data-day]").forEach((box) => {
    box.addEventListener("change", () => {
      const layer = window[data.days[box.dataset.day]];
      if (box.checked) { layer.addTo(map); } else { layer.remove(); }
      nameMarkers();
      placeLabels();
    });
  });

  // Pins that would cover each other are pushed apart by a few pixels, so that every number can be read.
  const PIN = 25, FARTHEST = 26;
  function spreadPins(visible) {
    const pins = visible.filter(({ isVisit }) => isVisit).map((stop) => {
      const home = map.latLngToLayerPoint(stop.marker.getLatLng());
      return { stop, home, at: home.clone() };
    });
    for (let round = 0; round < 30; round += 1) {
      let isCrowded = false;
      pins.forEach((one, i) => pins.slice(i + 1).forEach((other, k) => {
        const away = other.at.subtract(one.at);
        const distance = Math.hypot(away.x, away.y);
        if (distance >= PIN) { return; }
        isCrowded = true;
        const angle = distance > 0.5 ? Math.atan2(away.y, away.x) : i + k;
        const push = L.point(Math.cos(angle), Math.sin(angle)).multiplyBy((PIN - distance) / 2 + 0.5);
        one.at = one.at.subtract(push);
        other.at = other.at.add(push);
      }));
      if (!isCrowded) { break; }
    }
    for (const { stop, home, at } of pins) {
      let shift = at.subtract(home);
      const length = Math.hypot(shift.x, shift.y);
      if (length > FARTHEST) { shift = shift.multiplyBy(FARTHEST / length); }
      stop.shift = shift.round();
      const pin = stop.marker.getElement().firstElementChild;
      pin.style.translate = `${stop.shift.x}px ${stop.shift.y}px`;
    }
  }

  // Labels: the stops' names first, then wards; whatever would overlap is left out.
  const labelPane = map.createPane("tour-labels");
  labelPane.style.zIndex = 590;
  labelPane.style.pointerEvents = "none";

  function placeLabels() {
    labelPane.replaceChildren();
    const size = map.getSize();
    const taken = [];
    const visible = [...stops.values()].filter(({ marker }) => map.hasLayer(marker));
    spreadPins(visible);
    for (const { marker, shift } of visible) {
      const at = map.latLngToContainerPoint(marker.getLatLng()).add(shift || [0, 0]);
      taken.push([at.x - 15, at.y - 15, at.x + 15, at.y + 15]);
    }
    for (const { marker, name, isVisit, shift } of visible) {
      if (isVisit) {
        const at = map.latLngToLayerPoint(marker.getLatLng()).add(shift);
        placeBeside(at, shortened(name[language()]), taken, size);
      }
    }
    if (map.getZoom() >= 10.5 && !isOnline) {
      for (const unit of data.units) {
        placeAt(map.latLngToLayerPoint(unit.at), unit.name[language()], "unit-label", [[0, 0, "center"]], taken, size);
      }
    }
  }
  const placeBeside = (at, text, taken, size) =>
    placeAt(at, text, "stop-label", [[19, 0, "left"], [-19, 0, "right"], [0, -24, "center"], [0, 24, "center"]], taken, size);

  function placeAt(at, text, kind, offsets, taken, size) {
    const label = document.createElement("span");
    label.className = "map-label " + kind;
    label.textContent = text;
    labelPane.append(label);
    const width = label.offsetWidth, height = label.offsetHeight;
    const origin = map.containerPointToLayerPoint([0, 0]);
    for (const [dx, dy, side] of offsets) {
      const left = at.x + dx - (side === "left" ? 0 : side === "right" ? width : width / 2);
      const box = [left - origin.x, at.y + dy - origin.y - height / 2];
      box.push(box[0] + width, box[1] + height);
      const isInside = box[0] > 0 && box[1] > 0 && box[2] < size.x && box[3] < size.y;
      if (isInside && !taken.some((other) => overlap(box, other))) {
        taken.push([box[0] - 3, box[1] - 1, box[2] + 3, box[3] + 1]);
        label.style.left = (kind === "unit-label" ? left + width / 2 : left) + "px";
        label.style.top = (at.y + dy) + "px";
        return;
      }
    }
    label.remove();
  }
  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  // A long name loses what stands in brackets first.
  function shortened(text) {
    const most = isPhone() ? 24 : 34;
    const bare = text.length > most ? text.replace(/ [(–].*$/, "") : text;
    return bare.length > most ? bare.slice(0, most - 1).trimEnd() + "…" : bare;
  }
  map.on("moveend zoomend resize viewreset", placeLabels);

  // Language.
  function setLanguage(code) {
    root.dataset.language = root.lang = code;
    const heading = document.querySelector("h1");
    document.title = (heading.querySelector("." + code) || heading).textContent;
    document.querySelectorAll(".languages button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.language === code));
    });
    handle.setAttribute("aria-label", data.words.panel[code]);
    document.querySelector(".languages").setAttribute("aria-label", data.words.language[code]);
    search.placeholder = data.words.search[code];
    search.setAttribute("aria-label", data.words.search[code]);
    for (const [element, word] of [[zoom._zoomInButton, "zoom_in"], [zoom._zoomOutButton, "zoom_out"]]) {
      element.title = data.words[word][code];
      element.setAttribute("aria-label", data.words[word][code]);
    }
    nameMarkers();
    placeLabels();
  }
  document.querySelectorAll(".languages button").forEach((button) => {
    button.addEventListener("click", () => setLanguage(button.dataset.language));
  });

  // Search: words in any order, accents optional, both languages at once.
  const search = document.getElementById("search");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const rows = [...document.querySelectorAll(".stop")].map((element) => {
    const key = element.querySelector("button").dataset.stop;
    const popup = document.getElementById("popup-" + key);
    return { element, words: fold(element.textContent + " " + (popup ? popup.content.textContent : "")) };
  });
  search.addEventListener("input", () => {
    const wanted = fold(search.value).split(/\s+/).filter(Boolean);
    const isFound = ({ words }) => wanted.every((word) => words.includes(word));
    rows.forEach((row) => { row.element.hidden = !isFound(row); });
    // Ways between stops mean nothing when stops are missing.
    document.querySelectorAll(".leg, .more").forEach((element) => { element.hidden = wanted.length > 0; });
    document.querySelectorAll(".day").forEach((day) => {
      day.hidden = wanted.length > 0 && !day.querySelector(".stop:not([hidden])");
    });
    document.getElementById("nothing-found").hidden = rows.some(isFound);
    if (wanted.length && isPhone()) { setOpen(true); }
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      const first = rows.find(({ element }) => !element.hidden);
      if (first) { first.element.querySelector("button").click(); }
    }
  });

  // Bottom sheet on phones.
  function setOpen(isOpen) {
    panel.classList.toggle("is-open", isOpen);
    handle.setAttribute("aria-expanded", String(isOpen));
  }
  handle.addEventListener("click", () => setOpen(!panel.classList.contains("is-open")));

  // Online tiles only where a server delivered the page: tile servers refuse pages opened from disk.
  if (location.protocol.startsWith("http")) {
    const label = document.getElementById("online");
    const failed = document.getElementById("online-failed");
    const tiles = L.tileLayer(data.tiles, { maxZoom: 19, zIndex: 0 });
    tiles.on("tileerror", () => { failed.hidden = false; });
    label.hidden = false;
    label.querySelector("input").addEventListener("change", (event) => {
      failed.hidden = true;
      isOnline = event.target.checked;
      // The tiles show water, roads and borders themselves.
      const background = data.background.map((name) => window[name]);
      if (isOnline) {
        tiles.addTo(map);
        background.forEach((layer) => layer.remove());
      } else {
        tiles.remove();
        background.forEach((layer) => layer.addTo(map));
        background.reverse().forEach((layer) => layer.bringToBack());
      }
      placeLabels();
    });
  }

  for (const kind of ["pointerdown", "wheel", "keydown"]) {
    map.getContainer().addEventListener(kind, () => { isMoved = true; }, { passive: true });
  }
  map.on("resize", () => { if (!isMoved && !isPrinting()) { fitWholeTour(); } });
  document.getElementById("whole-tour").addEventListener("click", () => { map.closePopup(); fitWholeTour(); });
  document.getElementById("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => { search.value = ""; search.dispatchEvent(new Event("input")); root.classList.add("printing"); fitWholeTour(); });
  addEventListener("afterprint", () => { root.classList.remove("printing"); fitWholeTour(); });
  // A QR code may carry a whole tour behind '#': deflated GPX in Base64url (data/writers/tour_link.py).
  async function offerShared() {
    const found = location.hash.match(/^#gpx=1\.([A-Za-z0-9_-]{1,6000})$/);
    if (!found) { return; }
    try {
      const letters = atob(found[1].replace(/-/g, "+").replace(/_/g, "/"));
      const squeezed = new Blob([Uint8Array.from(letters, (letter) => letter.charCodeAt(0))]);
      const gpx = await new Response(squeezed.stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
      const read = new DOMParser().parseFromString(gpx, "application/xml");
      if (read.documentElement.localName !== "gpx") { throw new Error("no GPX"); }
      const box = document.getElementById("shared");
      const name = read.querySelector("metadata > name");
      box.querySelector("strong").textContent = name ? name.textContent : "";
      box.querySelector("a").href = URL.createObjectURL(new Blob([gpx], { type: "application/gpx+xml" }));
      box.hidden = false;
    } catch { document.getElementById("shared-broken").hidden = false; }
    if (!isMoved) { fitWholeTour(); }
  }
  addEventListener("hashchange", offerShared);
  fitWholeTour();
  setLanguage(language());
  offerShared();
})();
