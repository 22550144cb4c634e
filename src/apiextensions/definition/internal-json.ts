/**
 * Parts of a definition as errors show them: in the form that upstream's validation works on, whose members have Go's
 * names and are never left out. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/{types,types_jsonschema}.go.
 */
import { type FieldError, goQuote } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { goJson } from '../../apis/schema/go-json.js';
import { goSyntax } from '../../apis/schema/go-text.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { type JSONSchemaProps, type ValidationRule } from '../schema.js';
import { type CustomResourceDefinitionSpec } from '../types.js';
import { hoisted, SPEC } from './hoisted.js';

/** How a member is held: plainly, or behind a pointer; `go` is its type. */
interface Member {
  readonly name: string;
  readonly json: string;
  readonly go: string;
  readonly pointer?: boolean;
  /** The members of what it is, where that is a struct. */
  readonly members?: () => readonly Member[];
}

function members(text: string, inner: Readonly<Record<string, () => readonly Member[]>> = {}): readonly Member[] {
  return text.split(' ').map((word) => {
    const [name = '', json = '', type = ''] = word.split(':');
    const pointer = type.startsWith('*');
    const found = inner[name];
    return {
      ...{ name, json, pointer, go: pointer ? type.slice(1) : type },
      ...(found === undefined ? {} : { members: found }),
    };
  });
}

const RULE = members(
  'Rule:rule:string Message:message:string MessageExpression:messageExpression:string Reason:reason:*apiextensions.FieldValueErrorReason FieldPath:fieldPath:string OptionalOldSelf:optionalOldSelf:*bool',
);
const SCALE = members(
  'SpecReplicasPath:specReplicasPath:string StatusReplicasPath:statusReplicasPath:string LabelSelectorPath:labelSelectorPath:*string',
);
const SUBRESOURCES = members(
  'Status:status:*apiextensions.CustomResourceSubresourceStatus Scale:scale:*apiextensions.CustomResourceSubresourceScale',
  { Status: () => [], Scale: () => SCALE },
);
const COLUMN = members(
  'Name:name:string Type:type:string Format:format:string Description:description:string Priority:priority:int32 JSONPath:jsonPath:string',
);
const SCHEMA_TYPE = 'apiextensions.JSONSchemaProps';
const SCHEMA = members(
  [
    'ID:id:string Schema:$schema:apiextensions.JSONSchemaURL Ref:$ref:*string Description:description:string Type:type:string',
    'Nullable:nullable:bool Format:format:string Title:title:string Default:default:*apiextensions.JSON',
    'Maximum:maximum:*float64 ExclusiveMaximum:exclusiveMaximum:bool Minimum:minimum:*float64',
    'ExclusiveMinimum:exclusiveMinimum:bool MaxLength:maxLength:*int64 MinLength:minLength:*int64 Pattern:pattern:string',
    'MaxItems:maxItems:*int64 MinItems:minItems:*int64 UniqueItems:uniqueItems:bool MultipleOf:multipleOf:*float64',
    'Enum:enum:[]apiextensions.JSON MaxProperties:maxProperties:*int64 MinProperties:minProperties:*int64',
    'Required:required:[]string Items:items:*apiextensions.JSONSchemaPropsOrArray',
    `AllOf:allOf:[]${SCHEMA_TYPE} OneOf:oneOf:[]${SCHEMA_TYPE} AnyOf:anyOf:[]${SCHEMA_TYPE} Not:not:*${SCHEMA_TYPE}`,
    `Properties:properties:map[string]${SCHEMA_TYPE} AdditionalProperties:additionalProperties:*apiextensions.JSONSchemaPropsOrBool`,
    `PatternProperties:patternProperties:map[string]${SCHEMA_TYPE} Dependencies:dependencies:apiextensions.JSONSchemaDependencies`,
    'AdditionalItems:additionalItems:*apiextensions.JSONSchemaPropsOrBool Definitions:definitions:apiextensions.JSONSchemaDefinitions',
    'ExternalDocs:externalDocs:*apiextensions.ExternalDocumentation Example:example:*apiextensions.JSON',
    'XPreserveUnknownFields:x-kubernetes-preserve-unknown-fields:*bool XEmbeddedResource:x-kubernetes-embedded-resource:bool',
    'XIntOrString:x-kubernetes-int-or-string:bool XListMapKeys:x-kubernetes-list-map-keys:[]string',
    'XListType:x-kubernetes-list-type:*string XMapType:x-kubernetes-map-type:*string',
    'XValidations:x-kubernetes-validations:apiextensions.ValidationRules',
  ].join(' '),
  {
    AllOf: () => SCHEMA,
    OneOf: () => SCHEMA,
    AnyOf: () => SCHEMA,
    Not: () => SCHEMA,
    Properties: () => SCHEMA,
    PatternProperties: () => SCHEMA,
    Definitions: () => SCHEMA,
    XValidations: () => RULE,
    ExternalDocs: () => members('Description:description:string URL:url:string'),
  },
);
const VERSION = members(
  'Name:name:string Served:served:bool Storage:storage:bool Deprecated:deprecated:bool DeprecationWarning:deprecationWarning:*string Schema:schema:*apiextensions.CustomResourceValidation Subresources:subresources:*apiextensions.CustomResourceSubresources AdditionalPrinterColumns:additionalPrinterColumns:[]apiextensions.CustomResourceColumnDefinition SelectableFields:selectableFields:[]apiextensions.SelectableField',
  {
    Schema: () => members(`OpenAPIV3Schema:openAPIV3Schema:*${SCHEMA_TYPE}`, { OpenAPIV3Schema: () => SCHEMA }),
    Subresources: () => SUBRESOURCES,
    AdditionalPrinterColumns: () => COLUMN,
    SelectableFields: () => members('JSONPath:jsonPath:string'),
  },
);

/** `Invalid value` of a rule. */
export function invalidRule(path: Path, rule: ValidationRule, text: string, wording: ValidationWording): FieldError {
  return shown(path, 'apiextensions.ValidationRule', RULE, rule, text, wording);
}

/** `Invalid value` of a whole schema. */
export function invalidSchema(
  path: Path,
  schema: JSONSchemaProps,
  text: string,
  wording: ValidationWording,
): FieldError {
  return shown(path, SCHEMA_TYPE, SCHEMA, schema, text, wording);
}

/** `Invalid value` of all versions. */
export function invalidVersions(
  spec: CustomResourceDefinitionSpec,
  text: string,
  wording: ValidationWording,
): FieldError {
  const { versions } = hoisted(spec);
  const whole = spec.versions.map(({ name, served, storage, deprecated, deprecationWarning }, i) => ({
    ...{ name, served, storage, deprecated, deprecationWarning },
    ...versions[i],
  }));
  const go = '[]apiextensions.CustomResourceDefinitionVersion';
  const list: Member = { name: '', json: '', go, members: () => VERSION };
  const path = SPEC.child('versions');
  const error = invalidStructure(path, null, goOf(list, whole), text, wording);
  return wording.structuredValuesAsJson ? { ...error, value: goJson(jsonOf(list, whole)) } : error;
}

function shown(
  path: Path,
  go: string,
  fields: readonly Member[],
  value: object,
  text: string,
  wording: ValidationWording,
): FieldError {
  const member: Member = { name: '', json: '', go, members: () => fields };
  const error = invalidStructure(path, null, goOf(member, value), text, wording);
  return wording.structuredValuesAsJson ? { ...error, value: goJson(jsonOf(member, value)) } : error;
}

/** As json.Marshal writes it. */
function jsonOf(member: Member, value: unknown): unknown {
  if (value === undefined || value === null) return zeroOf(member);
  const composite = eitherOf(member, value);
  if (composite !== undefined) return composite;
  if (Array.isArray(value)) return value.map((item) => jsonOf({ ...member, go: member.go.replace(/^\[\]/, '') }, item));
  if (member.members === undefined) return value;
  if (isMap(member)) {
    const inner = { ...member, go: SCHEMA_TYPE };
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, one]) => [key, jsonOf(inner, one)]));
  }
  const source = value as Record<string, unknown>;
  return Object.fromEntries(member.members().map((field) => [field.name, jsonOf(field, source[field.json])]));
}

const SCHEMA_MEMBER: Member = { name: '', json: '', go: SCHEMA_TYPE, members: () => SCHEMA };

/** Members that are a schema or something else are written as both. */
function eitherOf({ go }: Member, value: unknown): unknown {
  if (go === 'apiextensions.JSONSchemaPropsOrArray') {
    return Array.isArray(value)
      ? { Schema: null, JSONSchemas: value.map((one) => jsonOf(SCHEMA_MEMBER, one)) }
      : { Schema: jsonOf(SCHEMA_MEMBER, value), JSONSchemas: null };
  }
  if (go !== 'apiextensions.JSONSchemaPropsOrBool') return undefined;
  return typeof value === 'boolean'
    ? { Allows: value, Schema: null }
    : { Allows: true, Schema: jsonOf(SCHEMA_MEMBER, value) };
}

function isMap({ go }: Member): boolean {
  return go.startsWith('map[') || go === 'apiextensions.JSONSchemaDefinitions';
}

function zeroOf({ go, pointer = false }: Member): unknown {
  if (pointer) return null;
  if (go === 'string' || go === 'apiextensions.JSONSchemaURL') return '';
  if (go === 'bool') return false;
  return go === 'int32' ? 0 : null;
}

// Go prints where pointers point to; any address is as good.
const ADDRESS = '0xc000000000';

/** As `%#v` prints it. */
function goOf(member: Member, value: unknown): string {
  const { go, pointer = false } = member;
  const missing = value === undefined || value === null;
  if (pointer) return `(*${go})(${missing ? 'nil' : ADDRESS})`;
  if (missing) {
    const zero = zeroOf(member);
    return zero === null ? `${go}(nil)` : typeof zero === 'string' ? goQuote(zero) : JSON.stringify(zero);
  }
  if (Array.isArray(value)) {
    const item = {
      ...member,
      go: go === 'apiextensions.ValidationRules' ? 'apiextensions.ValidationRule' : go.replace(/^\[\]/, ''),
    };
    return `${go}{${value.map((one) => goOf(item, one)).join(', ')}}`;
  }
  if (member.members === undefined) return goSyntax(value);
  const source = value as Record<string, unknown>;
  if (isMap(member)) {
    const inner = { ...member, go: SCHEMA_TYPE };
    const entries = Object.entries(source).sort(([a], [b]) => (a < b ? -1 : 1));
    return `${go}{${entries.map(([key, one]) => `${goQuote(key)}:${goOf(inner, one)}`).join(', ')}}`;
  }
  return `${go}{${member
    .members()
    .map((field) => `${field.name}:${goOf(field, source[field.json])}`)
    .join(', ')}}`;
}
