import { Map as LandMap, prewarm, setWorkerUrl } from "maplibre-gl";
import type { MapData } from "../../land/map-data.js";
import { type Features, featuresOf, titleOf } from "./features.js";
import { onPalette, paletteOf } from "./palette.js";
import { point } from "./pointing.js";
import { styleOf } from "./style.js";

/** What the page says to this program, in the element's attributes. */
type Told = Readonly<Record<string, string | undefined>>;

/** Built beside this program; from our own origin, so that the page's policy needs no `blob:`. */
const WORKER = "/assets/map-worker.js";

async function begin(place: HTMLElement): Promise<void> {
  const told: Told = place.dataset;
  const help = document.querySelector("[data-map-help]");
  const tell = (text: string | undefined) => {
    if (help !== null && text !== undefined) help.textContent = text;
  };
  setWorkerUrl(WORKER);
  prewarm();
  const answer = await fetch(told["map"] ?? "");
  if (!answer.ok) return tell(told["noMap"]);
  const data: MapData = await answer.json();
  try {
    draw(place, told, data, featuresOf(data, told["place"] ?? ""));
    tell(told["help"]);
  } catch {
    // Without WebGL the server's drawing stays.
    for (const part of place.querySelectorAll("div, p")) part.remove();
    tell(told["noMap"]);
  }
}

/** Puts the map over the server's drawing, which stays beneath until the map is there. */
function draw(place: HTMLElement, told: Told, data: MapData, features: Features): void {
  const container = add(place, "div", "cf-bigmap__map");
  const status = add(place, "p", "cf-bigmap__status");
  status.setAttribute("role", "status");
  const map = new LandMap({
    container,
    style: styleOf(features, paletteOf(place)),
    bounds: features.bounds,
    fitBoundsOptions: { padding: 16 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: false,
    fadeDuration: 0,
    validateStyle: false,
    maxZoom: 21,
    locale: { "Map.Title": told["label"] ?? "" },
  });
  map.scrollZoom.disable();
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  addZoom(place, map, told);
  onPalette(() => map.setStyle(styleOf(features, paletteOf(place))));
  point({
    map,
    data,
    features,
    say: (text) => {
      status.textContent = text;
    },
    open: (parcel) =>
      location.assign(`${told["titleAddress"]}${encodeURIComponent(titleOf(parcel))}`),
  });
  map.once("load", () => {
    place.dataset["ready"] = String(Math.round(performance.now()));
  });
}

function add(place: HTMLElement, tag: "div" | "p", name: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  place.append(element);
  return element;
}

/** Buttons of the page's own look, since a wheel that zooms would keep a reader from scrolling on. */
function addZoom(place: HTMLElement, map: LandMap, told: Told): void {
  const buttons = add(place, "div", "cf-bigmap__zoom");
  for (const [sign, label, zoom] of [
    ["+", told["zoomIn"], () => map.zoomIn()],
    ["−", told["zoomOut"], () => map.zoomOut()],
  ] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = sign;
    button.setAttribute("aria-label", label ?? sign);
    button.addEventListener("click", zoom);
    buttons.append(button);
  }
}

const place = document.querySelector<HTMLElement>("[data-map]");
if (place !== null) void begin(place);
