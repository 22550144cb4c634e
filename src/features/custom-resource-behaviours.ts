/** What changed in how CustomResourceDefinitions and their objects are checked and shown. */
export interface CustomResourceBehaviours {
  /** Texts and lists that are too long and values of a wrong type have a reason of their own. k8s.io/apiextensions-apiserver/pkg/apiserver/validation/validation.go. */
  readonly customErrorsHaveReasons: boolean;
  /** Texts that are too long `may not be longer than` a number. apimachinery's pkg/util/validation/field/errors.go. */
  readonly customTextsAreLonger: boolean;
  /** `schemas are required` where a definition's version has none. k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
  readonly missingSchemasExplained: boolean;
  /** `CREATE not allowed while …`, by the operation's name. k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go. */
  readonly terminatingNamesOperation: boolean;
  /** The scale of custom objects has columns of its own; before, the object's. Same source. */
  readonly customScaleTables: boolean;
  /** Finalizers of custom objects without a domain are warned of. k8s.io/apiextensions-apiserver/pkg/registry/customresource/validator.go. */
  readonly customFinalizerWarnings: boolean;
  /** Those warnings ask for a path where there is a domain. Same source. */
  readonly finalizerPathWarnings: boolean;
  /** A change of status is checked by the status's schema alone. Same source. */
  readonly customStatusCheckedAlone: boolean;
  /** Its errors name `status`. Same source. */
  readonly customStatusPathShown: boolean;
  /** A change of status looks for what comes twice in sets and maps. k8s.io/apiextensions-apiserver/pkg/registry/customresource/status_strategy.go. */
  readonly customStatusListsChecked: boolean;
  /** Schemas know the formats k8s-short-name and k8s-long-name. k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go. */
  readonly kubernetesFormats: boolean;
  /** Schemas know int32, int64, float and double. Same source. */
  readonly numberFormats: boolean;
  /** Schemas have x-kubernetes-validations. k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/types_jsonschema.go. */
  readonly schemasHaveRules: boolean;
  /** Errors of a rule's members name them: `message must be non-empty if specified`. k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
  readonly ruleMembersNamed: boolean;
  /** What the rules of a schema cost is not asked again where the schema stays. Same source. */
  readonly unchangedRulesStay: boolean;
  /** Rules may name oldSelf, what they cost is limited, and objects that are invalid otherwise are not checked by them. k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go. */
  readonly rulesSeeOldValues: boolean;
  /** What breaks a rule is shown, where that is no list or object; before, its type. k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go. */
  readonly brokenRulesShowValues: boolean;
  /** Formats that are not known are warned of. k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go. */
  readonly unknownFormatWarnings: boolean;
  /** So are sets of lists or objects. Same source. */
  readonly compositeSetWarnings: boolean;
  /** `set x-kubernetes-preserve-unknown-fields to true`, not `x-preserve-unknown-fields`. k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
  readonly preserveFieldNamedInFull: boolean;
  /** It is told what to do before a stored version may go. Same source. */
  readonly goneVersionsExplained: boolean;
  /** A conversion webhook's caBundle must hold certificates. Same source. */
  readonly conversionBundlesChecked: boolean;
  /** `kubectl get customresourcedefinitions` shows scope, versions and more. k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/tableconvertor. */
  readonly definitionTables: boolean;
}
