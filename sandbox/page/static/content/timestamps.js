/** Instants in words, in the zone and the language of the person who reads. */

import { h } from "../dom.js";

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

/** Seconds from the start of 1970 that a date can be away. */
const FARTHEST = 8.64e12;

/** Each unit, its seconds, and the count from which on the next one is used. */
const UNITS = [
  ["second", 1, 60],
  ["minute", 60, 60],
  ["hour", 3600, 24],
  ["day", 86400, 30],
  ["month", 2629800, 12],
  ["year", 31557600, Infinity],
];

const DAY_MS = 86400000;
const FALLBACK = "en-GB";

/** Making a formatter costs more than using it a hundred times. */
const formatters = new Map();

function formatter(Kind, locale, options) {
  const key = `${Kind.name} ${locale} ${JSON.stringify(options)}`;
  if (!formatters.has(key)) formatters.set(key, new Kind(knownLocale(locale), options));
  return formatters.get(key);
}

/** People's locales come from outside; one that is no language tag is read as English. */
function knownLocale(locale) {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? FALLBACK;
  } catch (error) {
    if (error instanceof RangeError) return FALLBACK;
    throw error;
  }
}

function write(ms, style, view) {
  const options = { ...STYLES[style], timeZone: view.zone };
  return formatter(Intl.DateTimeFormat, view.locale, options).format(ms);
}

function relative(ms, view) {
  const seconds = Math.round((ms - view.now()) / 1000);
  const words = formatter(Intl.RelativeTimeFormat, view.locale, { numeric: "always" });
  for (const [unit, length, limit] of UNITS) {
    const count = Math.round(Math.abs(seconds) / length);
    if (count < limit) return words.format(seconds < 0 ? -count : count, unit);
  }
  throw new RangeError("unreachable: a year has no limit");
}

/**
 * An instant as `<t:unix:style>` shows it; its title is the full date.
 *
 * @param {string|number} unix whole seconds since 1970
 * @param {string} [style] one of t T d D f F R
 * @param {object} view
 * @returns {HTMLTimeElement|Text} the mark itself as text, where no date is that far away
 */
export function renderTimestamp(unix, style, view) {
  const seconds = Number(unix);
  if (!Number.isFinite(seconds) || Math.abs(seconds) > FARTHEST) {
    return document.createTextNode(`<t:${unix}${style ? `:${style}` : ""}>`);
  }
  const ms = seconds * 1000;
  const shown = style === "R" ? relative(ms, view) : write(ms, style ?? "f", view);
  const dataset = style === "R" ? { relative: String(ms) } : {};
  return h(
    "time.timestamp",
    { datetime: new Date(ms).toISOString(), title: write(ms, "F", view), dataset },
    shown,
  );
}

/** Say anew how far away the relative times in `root` are. Call it when the clock has moved. */
export function refreshRelative(root, view) {
  for (const element of root.querySelectorAll("time[data-relative]")) {
    const shown = relative(Number(element.dataset.relative), view);
    if (element.textContent !== shown) element.textContent = shown;
  }
}

/** The day of an instant in that zone, as `2026-03-02`; equal for equal days. */
export function dayKey(ms, zone) {
  const options = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" };
  return formatter(Intl.DateTimeFormat, "en-CA", options).format(ms);
}

/** When a message was written: `Today at 08:00`, `Yesterday at 08:00`, `27/02/2026 08:00`. */
export function clockText(ms, view) {
  const day = dayKey(ms, view.zone);
  const today = dayKey(view.now(), view.zone);
  const time = write(ms, "t", view);
  if (day === today) return `Today at ${time}`;
  if (day === dayKey(Date.parse(today) - DAY_MS, "UTC")) return `Yesterday at ${time}`;
  return `${write(ms, "d", view)} ${time}`;
}

/** A day in words for the line between two days: `2 March 2026`. */
export function dayText(ms, view) {
  return write(ms, "D", view);
}
