/** What a value's schema finds. Source: k8s.io/kube-openapi/pkg/validation/{validate/result.go,errors}. */
import {
  type FieldError,
  fieldErrorText,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
} from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';

export interface ErrorRules {
  /** The limit of a text that is too long: `may not be longer than 5`. */
  readonly tooLongText: (maximum: number) => string;
  /** False where what is too long or of a wrong type is an invalid value like any other. */
  readonly hasReasons: boolean;
}

/** Errors, and how much was found to be right: of several schemas that fail, the one that came nearest tells why. */
export class Result {
  readonly #errors = new Map<string, FieldError>();
  matches = 0;

  get errors(): readonly FieldError[] {
    return [...this.#errors.values()];
  }

  get isValid(): boolean {
    return this.#errors.size === 0;
  }

  add(...errors: readonly FieldError[]): void {
    for (const error of errors) this.#errors.set(fieldErrorText(error), error);
  }

  merge(other: Result): void {
    this.add(...other.errors);
    this.matches += other.matches;
  }

  /** Errors that do not count, as what they are about was there before. */
  withoutErrors(): Result {
    const result = new Result();
    result.matches = this.matches;
    return result;
  }
}

/** Makes errors; a name is the field as the text names it: `spec.size`. */
export class SchemaErrors {
  readonly #rules: ErrorRules;
  /** Where the validated value is in the object: '' or `status`. */
  readonly #root: string;

  constructor(rules: ErrorRules, root: string) {
    this.#rules = rules;
    this.#root = root;
  }

  invalid(name: string, value: unknown, text: string): FieldError {
    return invalid(this.#path(name), value ?? '', `${name} in body ${text}`);
  }

  /** An error for a member that may not be there. */
  forbidden(name: string, key: string): FieldError {
    return invalid(this.#path(name), key, `${name}.${key} in body is a forbidden property`);
  }

  /** An error that tells no value, and its field in the text alone. */
  composite(name: string, text: string): FieldError {
    return invalid(this.#path(''), '', `${JSON.stringify(name)} ${text}`);
  }

  /** An error of other words: of numbers out of their format's range. */
  plain(text: string): FieldError {
    return invalid(this.#path(''), '', text);
  }

  type(name: string, expected: string, actual: string): FieldError {
    const error = this.invalid(name, actual, `must be of type ${expected}: ${JSON.stringify(actual)}`);
    return this.#rules.hasReasons ? { ...error, type: 'FieldValueTypeInvalid' } : error;
  }

  required(name: string): FieldError {
    return required(this.#path(name));
  }

  notSupported(name: string, value: unknown, known: readonly unknown[]): FieldError {
    const texts = known.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    return notSupported(this.#path(name), value, texts);
  }

  tooLong(name: string, value: string, maximum: number): FieldError {
    if (!this.#rules.hasReasons) return this.invalid(name, value, `should be at most ${String(maximum)} chars long`);
    return tooLong(this.#path(name), this.#rules.tooLongText(maximum));
  }

  tooMany(name: string, count: number, maximum: number, what: 'items' | 'properties'): FieldError {
    if (!this.#rules.hasReasons) return this.invalid(name, count, `should have at most ${String(maximum)} ${what}`);
    return tooMany(this.#path(name), count, maximum);
  }

  #path(name: string): Path {
    const own = name.replace(/^\./, '');
    const parts = [this.#root, own === '' ? [] : own].flat().filter((part) => part !== '');
    // Upstream prints a path that is not there.
    return Path.of(...(parts.length === 0 ? ['<nil>'] : parts));
  }
}
