/** The functions of a version, in the order in which they are tried. Source: k8s.io/apiserver/pkg/cel/environment/base.go. */
import { type LibraryRules } from '../apis/cel/library-rules.js';
import { type ValidationWording } from '../apis/validation/wording.js';
import { type FunctionDeclaration } from './declarations.js';
import { ADDRESSES } from './library/addresses.js';
import { AUTHORIZER_SELECTORS, AUTHORIZER_TYPES, AUTHORIZERS } from './library/authorizers.js';
import { CONVERSIONS } from './library/conversions.js';
import { FORMATTING } from './library/format-string.js';
import { KUBERNETES_LISTS } from './library/lists.js';
import { MORE_LISTS, SETS } from './library/more-lists.js';
import { namedFormats } from './library/named-formats.js';
import { CROSS_TYPE_RELATIONS, OPERATORS } from './library/operators.js';
import { MAP_INSERTION, MORE_OPTIONALS, OPTIONALS } from './library/optionals.js';
import { PATTERNS } from './library/patterns.js';
import { QUANTITIES } from './library/quantities.js';
import { SEMVERS } from './library/semver.js';
import { STANDARD_STRINGS, STRINGS } from './library/strings.js';
import { TIMES } from './library/times.js';
import { URLS } from './library/urls.js';
import { type Macros, OPTIONAL_MACROS, SORT_MACROS, STANDARD_MACROS, TWO_VARIABLE_MACROS } from './syntax/macros.js';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  opaqueOf,
  optionalOf,
  paramOf,
  STRING,
  structOf,
  TIMESTAMP,
  TYPE,
  UINT,
} from './types.js';

interface Library {
  readonly has: boolean;
  readonly functions?: readonly FunctionDeclaration[];
  readonly macros?: Macros;
  readonly types?: readonly (readonly [string, CelType])[];
}

const STANDARD_TYPES: readonly (readonly [string, CelType])[] = [
  ...[BOOL, BYTES, DOUBLE, DYN, INT, STRING, TYPE, UINT].map((type) => [type.name, type] as const),
  ['list', listOf(paramOf('A'))],
  ['map', mapOf(paramOf('A'), paramOf('B'))],
  ['null_type', NULL],
  ['google.protobuf.Duration', DURATION],
  ['google.protobuf.Timestamp', TIMESTAMP],
];

/** Types that go by their own names. */
function named(...types: readonly CelType[]): readonly (readonly [string, CelType])[] {
  return types.map((type) => [type.name, type]);
}

export function librariesOf(
  rules: LibraryRules,
  wording: ValidationWording,
): { macros: Macros; functions: readonly FunctionDeclaration[]; types: ReadonlyMap<string, CelType> } {
  const libraries = librariesIn(rules, wording).filter(({ has }) => has);
  return {
    macros: new Map(libraries.flatMap(({ macros }) => [...(macros ?? [])])),
    functions: libraries.flatMap(({ functions }) => functions ?? []),
    types: new Map(libraries.flatMap(({ types }) => types ?? [])),
  };
}

function librariesIn(rules: LibraryRules, wording: ValidationWording): readonly Library[] {
  return [
    {
      has: true,
      functions: [...OPERATORS, ...CONVERSIONS, ...STANDARD_STRINGS, ...TIMES],
      macros: STANDARD_MACROS,
      types: STANDARD_TYPES,
    },
    { has: true, functions: URLS, types: named(structOf('kubernetes.URL')) },
    { has: true, functions: PATTERNS },
    { has: true, functions: KUBERNETES_LISTS },
    { has: rules.celAuthorizer, functions: AUTHORIZERS, types: named(...AUTHORIZER_TYPES.map(structOf)) },
    { has: rules.celOptionals, functions: CROSS_TYPE_RELATIONS },
    {
      has: rules.celOptionals,
      functions: OPTIONALS,
      macros: OPTIONAL_MACROS,
      types: named(optionalOf(paramOf('V'))),
    },
    { has: rules.celOptionalLists, functions: MORE_OPTIONALS },
    { has: rules.celOptionals, functions: QUANTITIES, types: named(structOf('kubernetes.Quantity')) },
    { has: true, functions: STRINGS },
    { has: rules.celLiteralsChecked, functions: [...FORMATTING, ...SETS] },
    { has: rules.celAddresses, functions: ADDRESSES, types: named(opaqueOf('net.IP'), opaqueOf('net.CIDR')) },
    { has: rules.celNamedFormats, functions: namedFormats(wording), types: named(structOf('kubernetes.NamedFormat')) },
    { has: rules.celAuthorizerSelectors, functions: AUTHORIZER_SELECTORS },
    { has: rules.celTwoVariables, functions: MAP_INSERTION, macros: TWO_VARIABLE_MACROS },
    { has: rules.celSemvers, functions: SEMVERS, types: named(structOf('kubernetes.Semver')) },
    { has: rules.celLists, functions: MORE_LISTS, macros: SORT_MACROS },
  ];
}
