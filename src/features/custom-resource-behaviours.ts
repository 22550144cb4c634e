/** What changed in how CustomResourceDefinitions and their objects are checked and shown. */
export interface CustomResourceBehaviours {
  /** Texts and lists that are too long and values of a wrong type have a reason of their own. k8s.io/apiextensions-apiserver/pkg/apiserver/validation/validation.go. */
  readonly customErrorsHaveReasons: boolean;
  /** Texts that are too long `may not be longer than` a number. apimachinery's pkg/util/validation/field/errors.go. */
  readonly customTextsAreLonger: boolean;
  /** `schemas are required` where a definition's version has none. k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
  readonly missingSchemasExplained: boolean;
  /** `kubectl get customresourcedefinitions` shows scope, versions and more. k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/tableconvertor. */
  readonly definitionTables: boolean;
}
