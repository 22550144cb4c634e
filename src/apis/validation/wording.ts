/** How a version words its validation errors. The members of Behaviours that validation needs; apis may not see features. */
export interface ValidationWording {
  /** What the length of label keys and values is counted in: `must be no more than 63 bytes`. pkg/util/validation, api/validate/content. */
  readonly labelLengthUnit: 'characters' | 'bytes';
  /** What a key with two slashes is called. Same sources. */
  readonly labelKeyTerm: 'a qualified name' | 'a valid label key';
  /** A DNS label with dots is told so, and not shown the regular expression. pkg/util/validation/validation.go. */
  readonly dottedLabelIsNamed: boolean;
  /** The text before `262144 bytes` where something is too long. pkg/util/validation/field/errors.go. */
  readonly tooLongPhrase: 'must have at most' | 'may not be more than';
  /** Lists and objects appear in errors as JSON, and not in Go's syntax. Same source. */
  readonly structuredValuesAsJson: boolean;
  /** Two controllers are shown as kind/name. pkg/api/validation/objectmeta.go. */
  readonly controllersNamedWithKind: boolean;
  /** Owner references have indexed paths and `Required value`; metadata's errors are not given twice. Same source. */
  readonly declarativeMetadataValidation: boolean;
}
