/**
 * The rules for names and keys. Every function returns texts, one per broken rule; none: good.
 * Source: k8s.io/apimachinery/pkg/util/validation/validation.go, pkg/api/validate/content, pkg/api/validation/generic.go.
 */
import { type ValidationWording } from './wording.js';

const DNS1123_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS1123_SUBDOMAIN = `${DNS1123_LABEL}(\\.${DNS1123_LABEL})*`;
const DNS1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';
const CONFIG_MAP_KEY = '[-._a-zA-Z0-9]+';

const DNS_LABEL_MAX = 63;
const DNS_SUBDOMAIN_MAX = 253;

function exactly(format: string): RegExp {
  return new RegExp(`^${format}$`);
}

const isLabel = exactly(DNS1123_LABEL);
const isSubdomain = exactly(DNS1123_SUBDOMAIN);
const is1035Label = exactly(DNS1035_LABEL);
const isKey = exactly(CONFIG_MAP_KEY);

/** `… (e.g. 'a',  or 'b', regex used for validation is '…')`. */
export function regexError(message: string, format: string, ...examples: string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${format}')`;
  const quoted = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${quoted}regex used for validation is '${format}')`;
}

export function maxLenError(length: number, unit: ValidationWording['labelLengthUnit'] = 'characters'): string {
  return `must be no more than ${String(length)} ${unit}`;
}

export function emptyError(): string {
  return 'must be non-empty';
}

/** Lengths are counted in bytes of UTF-8, whatever the text says. */
export function longerThan(text: string, bytes: number): boolean {
  return Buffer.byteLength(text) > bytes;
}

export function isDNS1123Label(value: string, wording: Pick<ValidationWording, 'dottedLabelIsNamed'>): string[] {
  const errors = longerThan(value, DNS_LABEL_MAX) ? [maxLenError(DNS_LABEL_MAX)] : [];
  if (isLabel.test(value)) return errors;
  if (wording.dottedLabelIsNamed && isSubdomain.test(value)) return [...errors, 'must not contain dots'];
  const message =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...errors, regexError(message, DNS1123_LABEL, 'my-name', '123-abc')];
}

export function isDNS1123Subdomain(value: string, unit: ValidationWording['labelLengthUnit'] = 'characters'): string[] {
  const errors = longerThan(value, DNS_SUBDOMAIN_MAX) ? [maxLenError(DNS_SUBDOMAIN_MAX, unit)] : [];
  if (isSubdomain.test(value)) return errors;
  const message =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...errors, regexError(message, DNS1123_SUBDOMAIN, 'example.com')];
}

export function isDNS1035Label(value: string): string[] {
  const errors = longerThan(value, DNS_LABEL_MAX) ? [maxLenError(DNS_LABEL_MAX)] : [];
  if (is1035Label.test(value)) return errors;
  const message =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [...errors, regexError(message, DNS1035_LABEL, 'my-name', 'abc-123')];
}

/** A key in a ConfigMap's or Secret's data. */
export function isConfigMapKey(value: string): string[] {
  const errors = longerThan(value, DNS_SUBDOMAIN_MAX) ? [maxLenError(DNS_SUBDOMAIN_MAX)] : [];
  if (!isKey.test(value)) {
    const message = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    errors.push(regexError(message, CONFIG_MAP_KEY, 'key.name', 'KEY_NAME', 'key-name'));
  }
  if (value === '.' || value === '..') errors.push(`must not be '${value}'`);
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

/** A name that is safe in a path, as RBAC's kinds allow: `system:node`. Source: pkg/api/validate/content/path.go. */
export function isPathSegmentName(name: string): string[] {
  return name === '.' || name === '..' ? [`may not be '${name}'`] : isPathSegmentPrefix(name);
}

export function isPathSegmentPrefix(name: string): string[] {
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

/** Checks a metadata.name, or with `prefix` a generateName. */
export type ValidateName = (name: string, prefix: boolean) => readonly string[];

export function nameIsDNSSubdomain(name: string, prefix: boolean): string[] {
  return isDNS1123Subdomain(prefix ? maskTrailingDash(name) : name);
}

export function nameIsDNSLabel(
  name: string,
  prefix: boolean,
  wording: Pick<ValidationWording, 'dottedLabelIsNamed'>,
): string[] {
  return isDNS1123Label(prefix ? maskTrailingDash(name) : name, wording);
}

export function nameIsDNS1035Label(name: string, prefix: boolean): string[] {
  return isDNS1035Label(prefix ? maskTrailingDash(name) : name);
}

export function nameIsPathSegment(name: string, prefix: boolean): string[] {
  return prefix ? isPathSegmentPrefix(name) : isPathSegmentName(name);
}

// A generated name goes on behind the dash, and upstream takes the letter before the dash away with it.
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}
