/** The names of operators as functions. Source: cel-go common/operators/operators.go. */
export const CONDITIONAL = '_?_:_';
export const AND = '_&&_';
export const OR = '_||_';
export const NOT = '!_';
export const NEGATE = '-_';
export const EQUALS = '_==_';
export const NOT_EQUALS = '_!=_';
export const ADD = '_+_';
export const INDEX = '_[_]';
export const OPTIONAL_INDEX = '_[?_]';
export const OPTIONAL_SELECT = '_?._';
export const NOT_STRICTLY_FALSE = '@not_strictly_false';
export const IN = '@in';

/** Those between two operands, by how they are written. */
export const BINARY: ReadonlyMap<string, string> = new Map([
  ['<', '_<_'],
  ['<=', '_<=_'],
  ['>', '_>_'],
  ['>=', '_>=_'],
  ['==', EQUALS],
  ['!=', NOT_EQUALS],
  ['in', IN],
  ['*', '_*_'],
  ['/', '_/_'],
  ['%', '_%_'],
  ['+', ADD],
  ['-', '_-_'],
]);

/** The variable that macros fold into: no expression can name it. */
export const ACCUMULATOR = '@result';
/** What it was called before, which stays forbidden. */
export const OLD_ACCUMULATOR = '__result__';
