// Package rbacproxy stands before a service as kube-rbac-proxy does, with the API server library that it is made of: the bearer's
// token is reviewed, then whether he may is asked for. Both go to the API server.
package rbacproxy

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authentication/authenticatorfactory"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// Config is what kube-rbac-proxy's flags and its --config-file say.
type Config struct {
	// Audiences that tokens must be for; none: the API server's.
	Audiences []string `json:"-"`
	// CacheTTL is how long the API server's answers are kept.
	CacheTTL      time.Duration `json:"-"`
	Authorization Authorization `json:"authorization"`
}

// Authorization is that part of the configuration file.
type Authorization struct {
	ResourceAttributes ResourceAttributes `json:"resourceAttributes"`
}

// ResourceAttributes are what the bearer must be allowed to; the verb follows from the request's method.
type ResourceAttributes struct {
	Namespace   string `json:"namespace"`
	APIGroup    string `json:"apiGroup"`
	APIVersion  string `json:"apiVersion"`
	Resource    string `json:"resource"`
	Subresource string `json:"subresource"`
	Name        string `json:"name"`
}

// Proxy lets requests through to a service, or not.
type Proxy struct {
	config        Config
	authenticator authenticator.Request
	authorizer    authorizer.Authorizer
	service       http.Handler
	// Log is told why a request was not let through, where the bearer is not.
	Log func(reason string)
}

var verbs = map[string]string{
	http.MethodGet:    "get",
	http.MethodPost:   "create",
	http.MethodPut:    "update",
	http.MethodPatch:  "patch",
	http.MethodDelete: "delete",
}

// New asks the API server as the user of a client configuration.
func New(config Config, as *rest.Config, service http.Handler) (*Proxy, error) {
	client, err := kubernetes.NewForConfig(as)
	if err != nil {
		return nil, err
	}
	once := &wait.Backoff{Steps: 1}
	authentication, _, err := authenticatorfactory.DelegatingAuthenticatorConfig{
		TokenAccessReviewClient:  client.AuthenticationV1(),
		TokenAccessReviewTimeout: 10 * time.Second,
		WebhookRetryBackoff:      once,
		CacheTTL:                 config.CacheTTL,
		APIAudiences:             config.Audiences,
	}.New()
	if err != nil {
		return nil, err
	}
	authorization, err := authorizerfactory.DelegatingAuthorizerConfig{
		SubjectAccessReviewClient: client.AuthorizationV1(),
		AllowCacheTTL:             config.CacheTTL,
		DenyCacheTTL:              config.CacheTTL,
		WebhookRetryBackoff:       once,
	}.New()
	if err != nil {
		return nil, err
	}
	return &Proxy{config, authentication, authorization, service, func(string) {}}, nil
}

func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	if len(p.config.Audiences) > 0 {
		ctx = authenticator.WithAudiences(ctx, p.config.Audiences)
	}
	response, ok, err := p.authenticator.AuthenticateRequest(r.WithContext(ctx))
	if err != nil {
		p.Log(err.Error())
	}
	if err != nil || !ok {
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
		return
	}
	if status, text := p.refusal(ctx, response.User, verbs[r.Method]); text != "" {
		http.Error(w, text, status)
		return
	}
	r.Header.Set("X-Remote-User", response.User.GetName())
	r.Header.Set("X-Remote-Groups", strings.Join(response.User.GetGroups(), "|"))
	p.service.ServeHTTP(w, r)
}

// refusal is empty where the user may.
func (p *Proxy) refusal(ctx context.Context, who user.Info, verb string) (int, string) {
	wanted := p.config.Authorization.ResourceAttributes
	attributes := authorizer.AttributesRecord{
		User:            who,
		Verb:            verb,
		Namespace:       wanted.Namespace,
		APIGroup:        wanted.APIGroup,
		APIVersion:      wanted.APIVersion,
		Resource:        wanted.Resource,
		Subresource:     wanted.Subresource,
		Name:            wanted.Name,
		ResourceRequest: true,
	}
	about := fmt.Sprintf("(user=%s, verb=%s, resource=%s, subresource=%s)", who.GetName(), verb, wanted.Resource, wanted.Subresource)
	decision, _, err := p.authorizer.Authorize(ctx, attributes)
	if err != nil {
		p.Log(err.Error())
		return http.StatusInternalServerError, "Authorization error " + about
	}
	if decision != authorizer.DecisionAllow {
		return http.StatusForbidden, "Forbidden " + about
	}
	return http.StatusOK, ""
}

// Greeting is a service that says whom the proxy names to it.
func Greeting(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "hello %s of %s\n", r.Header.Get("X-Remote-User"), r.Header.Get("X-Remote-Groups"))
}
