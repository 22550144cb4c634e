/** The tag of an image reference. Source: pkg/util/parsers/parsers.go and github.com/distribution/reference. */

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DOMAIN =
  '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?';
const TAG = '[\\w][\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*(?::(${TAG}))?(@${DIGEST})?$`);
const IDENTIFIER = /^[a-f0-9]{64}$/;

/** `latest` where the reference has neither tag nor digest; '' for a digest alone, and for what is no reference. */
export function imageTag(image: string): string {
  if (IDENTIFIER.test(image)) return '';
  const match = REFERENCE.exec(image);
  if (match === null) return '';
  return match[1] ?? (match[2] === undefined ? 'latest' : '');
}
