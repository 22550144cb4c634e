/**
 * What new expressions of a version may use. The members of Behaviours that CEL needs; apis and cel may not see features.
 * Source: k8s.io/apiserver/pkg/cel/environment/base.go, one version later than that says: a server allows in new expressions
 * what the version before it understands, too.
 */
export interface LibraryRules {
  /** Values that may be there or not, quantities, comparisons of numbers of different types. */
  readonly celOptionals: boolean;
  /** Optional values of lists. cel-go's cel/library.go, of the version that is built in. */
  readonly celOptionalLists: boolean;
  /** Sets, more of texts, and literals that are checked. */
  readonly celLiteralsChecked: boolean;
  /** IP addresses and blocks of them. */
  readonly celAddresses: boolean;
  /** Formats by name. */
  readonly celNamedFormats: boolean;
  /** Macros with two variables. */
  readonly celTwoVariables: boolean;
  /** Semantic versions. */
  readonly celSemvers: boolean;
  /** More of lists. */
  readonly celLists: boolean;
  /** Fields between backquotes. cel-go's parser/options.go. */
  readonly celQuotedFields: boolean;
  /** Fields that are named as CEL's own words. k8s.io/apiserver/pkg/cel/environment/environment.go. */
  readonly celKeywordFields: boolean;
  /** What a user may do. */
  readonly celAuthorizer: boolean;
  /** Selectors in such questions. */
  readonly celAuthorizerSelectors: boolean;
}
