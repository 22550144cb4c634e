/** What regular expressions find. Source: k8s.io/apiserver/pkg/cel/library/regex.go. */
import { GoRegExpError, goRegExp } from '../../apis/validation/go-regexp.js';
import { matching } from '../cost/call-cost.js';
import { declare, type FunctionDeclaration, memberOverload } from '../declarations.js';
import { EvaluationError, type ListValue, nativeList } from '../values/value.js';

/** @throws EvaluationError for what is no pattern of Go's */
export function pattern(written: string, prefix = ''): RegExp {
  try {
    return goRegExp(written);
  } catch (error) {
    if (error instanceof GoRegExpError) throw new EvaluationError(prefix + error.message);
    throw error;
  }
}

const ILLEGAL = 'Illegal regex: ';

function findFirst(value: string, written: string): string {
  return pattern(written, ILLEGAL).exec(value)?.[0] ?? '';
}

function findAll(value: string, written: string, count = -1n): ListValue {
  const { source, flags } = pattern(written, ILLEGAL);
  const found = Array.from(value.matchAll(new RegExp(source, `${flags}g`)), ([all]) => all);
  return nativeList(count < 0n ? found : found.slice(0, Number(count)));
}

const FOUND = matching({ found: true });

export const PATTERNS: readonly FunctionDeclaration[] = [
  declare('find', memberOverload('string_find_string', '(string, string) -> string', findFirst, FOUND)),
  declare(
    'findAll',
    memberOverload('string_find_all_string', '(string, string) -> list(string)', findAll, FOUND),
    memberOverload('string_find_all_string_int', '(string, string, int) -> list(string)', findAll, FOUND),
  ),
];
