/** Semantic versions. Source: k8s.io/apiserver/pkg/cel/library/semverlib.go; github.com/blang/semver/v4. */
import { traversalOf, UNIT } from '../cost/call-cost.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { EvaluationError, LibraryValue } from '../values/value.js';

const WORD = /^[\dA-Za-z-]+$/;

class Semver extends LibraryValue {
  readonly typeName = 'kubernetes.Semver';
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly string[];

  constructor(numbers: readonly bigint[], prerelease: readonly string[]) {
    super();
    this.numbers = numbers;
    this.prerelease = prerelease;
  }

  /** Build metadata counts for nothing. */
  compare(other: Semver): number {
    for (const [index, number] of this.numbers.entries()) {
      const order = sign(number, other.numbers[index] ?? 0n);
      if (order !== 0) return order;
    }
    return comparePrereleases(this.prerelease, other.prerelease);
  }

  equals(other: LibraryValue): boolean {
    return other instanceof Semver && this.compare(other) === 0;
  }
}

function sign(a: bigint | string | number, b: bigint | string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A version without any is the later one. */
function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return sign(b.length, a.length);
  for (const [index, one] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareWords(one, other);
    if (order !== 0) return order;
  }
  return a.length < b.length ? -1 : 0;
}

function compareWords(a: string, b: string): number {
  const [aNumber, bNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aNumber && bNumber) return sign(BigInt(a), BigInt(b));
  return aNumber === bNumber ? sign(a, b) : aNumber ? -1 : 1;
}

function refuse(message: string): never {
  throw new EvaluationError(message);
}

function number(name: string, text: string): bigint {
  const quoted = JSON.stringify(text);
  if (!/^\d+$/.test(text)) return refuse(`Invalid character(s) found in ${name.toLowerCase()} number ${quoted}`);
  if (/^0\d/.test(text)) return refuse(`${name} number must not contain leading zeroes ${quoted}`);
  return BigInt(text);
}

/** @throws EvaluationError */
function parse(text: string): Semver {
  if (text === '') return refuse('Version string empty');
  const [, major, minor, rest] = /^([^.]*)\.([^.]*)\.(.*)$/s.exec(text) ?? [];
  if (major === undefined || minor === undefined || rest === undefined) {
    return refuse('No Major.Minor.Patch elements found');
  }
  const [, patch = '', prerelease, build] = /^([^+-]*)(?:-([^+]*))?(?:\+(.*))?$/s.exec(rest) ?? [];
  const numbers = [number('Major', major), number('Minor', minor), number('Patch', patch)];
  const words = prerelease === undefined ? [] : prerelease.split('.');
  words.forEach(checkPrerelease);
  for (const word of build === undefined ? [] : build.split('.')) checkBuild(word);
  return new Semver(numbers, words);
}

function checkPrerelease(word: string): void {
  if (word === '') refuse('Prerelease is empty');
  if (/^0\d+$/.test(word)) {
    refuse(`Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(word)}`);
  }
  if (!WORD.test(word)) refuse(`Invalid character(s) found in prerelease ${JSON.stringify(word)}`);
}

function checkBuild(word: string): void {
  if (word === '') refuse('Build meta data is empty');
  if (!WORD.test(word)) refuse(`Invalid character(s) found in build meta data ${JSON.stringify(word)}`);
}

/** `v1.02` becomes `1.2.0`. */
function normalized(text: string): string {
  const [, major = '', minor, rest] = /^v?([^.]*)(?:\.([^.]*))?(?:\.(.*))?$/s.exec(text) ?? [];
  const parts = [major, minor, rest].filter((part) => part !== undefined);
  const plain = parts.map((part) =>
    part.length > 1 ? part.replace(/^0+(?=\d)/, '').replace(/^0+(?=\D|$)/, '0') : part,
  );
  if (plain.length < 3 && /[+-]/.test(plain.at(-1) ?? '')) {
    return refuse('short version cannot contain PreRelease/Build meta data');
  }
  return [...plain, '0', '0'].slice(0, 3).join('.');
}

function semverOf(text: string, normalize = false): Semver {
  return parse(normalize ? normalized(text) : text);
}

function isSemver(text: string, normalize = false): boolean {
  try {
    semverOf(text, normalize);
    return true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

const BOTH = '(kubernetes.Semver, kubernetes.Semver)';

function part(name: string, index: number): FunctionDeclaration {
  const run = ({ numbers }: Semver): bigint => numbers[index] ?? 0n;
  return declare(name, memberOverload(`semver_${name}`, '(kubernetes.Semver) -> int', run, UNIT));
}

export const SEMVERS: readonly FunctionDeclaration[] = [
  declare(
    'semver',
    overload('string_to_semver', '(string) -> kubernetes.Semver', semverOf, traversalOf(0)),
    overload('string_bool_to_semver', '(string, bool) -> kubernetes.Semver', semverOf, traversalOf(0)),
  ),
  declare(
    'isSemver',
    overload('is_semver_string', '(string) -> bool', isSemver, traversalOf(0)),
    overload('is_semver_string_bool', '(string, bool) -> bool', isSemver, traversalOf(0)),
  ),
  declare(
    'isGreaterThan',
    memberOverload('semver_is_greater_than', `${BOTH} -> bool`, (a: Semver, b: Semver) => a.compare(b) > 0, UNIT),
  ),
  declare(
    'isLessThan',
    memberOverload('semver_is_less_than', `${BOTH} -> bool`, (a: Semver, b: Semver) => a.compare(b) < 0, UNIT),
  ),
  declare(
    'compareTo',
    memberOverload('semver_compare_to', `${BOTH} -> int`, (a: Semver, b: Semver) => BigInt(a.compare(b)), UNIT),
  ),
  part('major', 0),
  part('minor', 1),
  part('patch', 2),
];
