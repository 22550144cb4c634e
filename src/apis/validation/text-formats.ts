/** Formats of texts, and what each takes. Source: k8s.io/kube-openapi/pkg/validation/strfmt. */
import { parseDuration } from '../schema/duration.js';
import { isRequestURI } from './go-url.js';
import { parseCidr, parseIP } from './cidr.js';

type Check = (text: string) => boolean;

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** By name without dashes, as upstream's registry has them. */
const TEXT_FORMATS: Readonly<Record<string, Check>> = {
  bsonobjectid: matching(/^[0-9a-f]{24}$/i),
  uri: isRequestURI,
  email: isEmail,
  hostname: isHostname,
  ipv4: (text) => parseIP(text) !== undefined && text.includes('.'),
  ipv6: (text) => parseIP(text) !== undefined && text.includes(':'),
  cidr: (text) => parseCidr(text) !== undefined,
  mac: isMac,
  uuid: uuid('[0-9a-f]', '[0-9a-f]'),
  uuid3: uuid('3', '[0-9a-f]'),
  uuid4: uuid('4', '[89ab]'),
  uuid5: uuid('5', '[89ab]'),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: (text) => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  hexcolor: matching(/^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  rgbcolor: isRgbColor,
  byte: matching(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/),
  password: () => true,
  date: isDate,
  duration: isDuration,
  datetime: isDateTime,
  k8sshortname: (text) => text.length <= 63 && new RegExp(`^${LABEL}$`).test(text),
  k8slongname: (text) => text.length <= 253 && new RegExp(`^${LABEL}(\\.${LABEL})*$`).test(text),
};

/** False for a text that is not of a format; true where texts have no such format. */
export function fitsFormat(text: string, format: string): boolean {
  return TEXT_FORMATS[format.replaceAll('-', '')]?.(text) ?? true;
}

/** True for what texts can be: dates, addresses and so on. */
export function isTextFormat(format: string): boolean {
  return Object.hasOwn(TEXT_FORMATS, format.replaceAll('-', ''));
}

function matching(pattern: RegExp): Check {
  return (text) => pattern.test(text);
}

function uuid(version: string, variant: string): Check {
  const hex = '[0-9a-f]';
  return matching(new RegExp(`^${hex}{8}-?${hex}{4}-?${version}${hex}{3}-?${variant}${hex}{3}-?${hex}{12}$`, 'i'));
}

// An address with or without a name: `a@b.example`, `A B <a@b.example>`.
function isEmail(text: string): boolean {
  const address = /^(?:"(?:[^"\\]|\\.)*"|[^<>@"(),:;[\]\\]*)\s*<([^<>]+)>$/.exec(text.trim())?.[1] ?? text.trim();
  const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x80-\\u{10ffff}-]+";
  return new RegExp(
    `^(?:${atom}(?:\\.${atom})*|"(?:[^"\\\\]|\\\\.)+")@(?:${atom}(?:\\.${atom})*|\\[[^[\\]\\\\]+\\])$`,
    'u',
  ).test(address);
}

const HOST_CHARACTER = 'a-zA-Z0-9\\p{S}\\p{L}';
const HOSTNAME = new RegExp(
  `^([${HOST_CHARACTER}]((-?[${HOST_CHARACTER}]{0,62})?)|([${HOST_CHARACTER}](([${HOST_CHARACTER}-]{0,61}[${HOST_CHARACTER}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$`,
  'u',
);

function isHostname(text: string): boolean {
  const bytes = (part: string): number => Buffer.byteLength(part);
  return HOSTNAME.test(text) && bytes(text) <= 255 && text.split('.').every((part) => bytes(part) <= 63);
}

function isMac(text: string): boolean {
  const bytes = /^[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2})*$/i.test(text) ? (text.length + 1) / 3 : 0;
  const words = /^[0-9a-f]{4}(?:\.[0-9a-f]{4})+$/i.test(text) ? ((text.length + 1) / 5) * 2 : 0;
  return [6, 8, 20].includes(bytes + words);
}

function isIsbn10(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, '');
  if (!/^(?:\d{9}X|\d{10})$/.test(digits)) return false;
  const sum = Array.from(digits).reduce((total, c, i) => total + (i + 1) * (c === 'X' ? 10 : Number(c)), 0);
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, '');
  if (!/^\d{13}$/.test(digits)) return false;
  return Array.from(digits).reduce((total, c, i) => total + (i % 2 === 0 ? 1 : 3) * Number(c), 0) % 10 === 0;
}

const CARD =
  /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11})$/;

function isCreditCard(text: string): boolean {
  const digits = text.replace(/[^0-9]+/g, '');
  if (!CARD.test(digits)) return false;
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, c, i) => {
      const value = Number(c) * (i % 2 === 0 ? 1 : 2);
      return total + (value >= 10 ? (value % 10) + 1 : value);
    }, 0);
  return sum % 10 === 0;
}

function isRgbColor(text: string): boolean {
  const byte = '(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])';
  return new RegExp(`^rgb\\(\\s*${byte}\\s*,\\s*${byte}\\s*,\\s*${byte}\\s*\\)$`).test(text);
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  if (time === undefined || !isDate(date)) return false;
  const [, hour = '', minute = '', second = ''] = /^(\d\d):(\d\d):(\d\d)(?:.\d+)?(?:z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  return hour !== '' && hour <= '23' && minute <= '59' && second <= '59';
}

// Go's durations, and Scala's: `2 days`.
function isDuration(text: string): boolean {
  try {
    parseDuration(text);
    return true;
  } catch {
    const units = Array.from(text.matchAll(/\d+\s*([A-Za-zµ]+)/g), ([, unit = '']) => unit.toLowerCase());
    return units.some((unit) => DURATION_UNITS.includes(unit) || LONG_UNITS.some((long) => unit.startsWith(long)));
  }
}

const DURATION_UNITS = ['ns', 'us', 'µs', 'ms', 's', 'm', 'h', 'hr', 'd', 'w', 'wk'];
const LONG_UNITS = ['nano', 'micro', 'milli', 'sec', 'min', 'hour', 'day', 'week'];
