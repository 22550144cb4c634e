/** What is known before anything is evaluated, and costs nothing then. Source: cel-go interpreter/decorators.go (decOptimize). */
import { type Resolved } from '../check/checker.js';
import { GoRegExpError, goRegExp } from '../../apis/validation/go-regexp.js';
import { IN } from '../syntax/operators.js';
import { type CelValue, EvaluationError, isList, LibraryValue } from '../values/value.js';
import { type Evaluate, Frame } from './frame.js';
import { invoke } from './invoke.js';

const CONVERSIONS: ReadonlySet<string> = new Set(
  'bool bytes double dyn duration int string timestamp type uint'.split(' '),
);
const PATTERNS: ReadonlySet<string> = new Set(['matches', 'find', 'findAll']);

export class Constants {
  readonly #known = new Map<Evaluate, CelValue | EvaluationError>();

  of(value: CelValue | EvaluationError): Evaluate {
    const evaluate: Evaluate = () => {
      if (value instanceof EvaluationError) throw value;
      return value;
    };
    this.#known.set(evaluate, value);
    return evaluate;
  }

  /** A list or a map: known where all parts are. */
  made(make: Evaluate, parts: readonly Evaluate[]): Evaluate {
    return parts.every((part) => this.#known.has(part)) ? this.of(nowhere().attempt(make)) : make;
  }

  /** Undefined for a call that is made when the expression is evaluated. @throws EvaluationError for one that fails */
  folded(resolved: Resolved, args: readonly Evaluate[]): Evaluate | undefined {
    const { name } = resolved;
    const [first, second] = args;
    if (PATTERNS.has(name)) this.#checkPattern(second);
    if (name === IN && second !== undefined) return this.#membership(resolved, first, second);
    if (!CONVERSIONS.has(name) || args.length !== 1 || first === undefined || !this.#known.has(first)) return undefined;
    return this.of(invoke(resolved, args)(nowhere()));
  }

  #checkPattern(pattern: Evaluate | undefined): void {
    const text = pattern === undefined ? undefined : this.#known.get(pattern);
    if (typeof text !== 'string') return;
    try {
      goRegExp(text);
    } catch (error) {
      throw error instanceof GoRegExpError ? new EvaluationError(error.message) : error;
    }
  }

  /** In a list of simple values that is written out, looking costs nothing. */
  #membership(resolved: Resolved, first: Evaluate | undefined, second: Evaluate): Evaluate | undefined {
    const known = this.#known.get(second) ?? null;
    const listed = resolved.overloads.length === 1 && known !== null && !(known instanceof EvaluationError);
    if (!listed || first === undefined || !isList(known)) return undefined;
    if (known.items.length === 0) return this.of(false);
    if (!known.items.every(isSimple)) return undefined;
    const look = invoke(resolved, [(frame) => frame.local(LOOKED_FOR), second]);
    return (frame) => {
      const value = first(frame);
      const looking = nowhere();
      looking.setLocal(LOOKED_FOR, value);
      return look(looking);
    };
  }
}

const LOOKED_FOR = 0;

function isSimple(value: CelValue): boolean {
  if (value === null) return true;
  return typeof value !== 'object' || (!(value instanceof LibraryValue) && 'value' in value);
}

function nowhere(): Frame {
  return new Frame(() => undefined, Number.MAX_SAFE_INTEGER);
}
