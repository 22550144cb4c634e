// Package consul logs in as Consul's Kubernetes auth method does, written from its documentation
// (developer.hashicorp.com/consul/docs/secure/acl/auth-method/k8s): the token is reviewed without an audience, the service account is
// read, and binding rules decide by what is known of it.
package consul

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/go-bexpr"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// ServiceNameAnnotation of a service account stands for its name.
const ServiceNameAnnotation = "consul.hashicorp.com/service-name"

// Config is the `Config` of an auth method of type kubernetes.
type Config struct {
	Host              string
	CACert            string
	ServiceAccountJWT string
}

// BindingRule gives a service identity to those whom it selects.
type BindingRule struct {
	// Selector is a boolean expression over an identity; the empty one selects everybody.
	Selector string
	// BindName may hold variables: ${serviceaccount.name}.
	BindName string
}

// Identity is what is known of a service account: namespace, name and uid, by which rules select.
type Identity map[string]string

// AuthMethod is one auth method.
type AuthMethod struct {
	client kubernetes.Interface
	rules  []BindingRule
}

// New is `consul acl auth-method create` with `consul acl binding-rule create` for each rule.
func New(config Config, rules ...BindingRule) (*AuthMethod, error) {
	client, err := kubernetes.NewForConfig(&rest.Config{
		Host:            config.Host,
		BearerToken:     config.ServiceAccountJWT,
		TLSClientConfig: rest.TLSClientConfig{CAData: []byte(config.CACert)},
		QPS:             -1,
	})
	return &AuthMethod{client: client, rules: rules}, err
}

// Login is `consul login`: the names of the services that the bearer gets a token for.
func (m *AuthMethod) Login(ctx context.Context, token string) ([]string, error) {
	identity, err := m.identify(ctx, token)
	if err != nil {
		return nil, err
	}
	var services []string
	for _, rule := range m.rules {
		selected, err := rule.selects(identity)
		if err != nil {
			return nil, err
		}
		if selected {
			services = append(services, identity.fill(rule.BindName))
		}
	}
	if len(services) == 0 {
		return nil, errors.New("permission denied: no binding rule selects " + identity["namespace"] + "/" + identity["name"])
	}
	return services, nil
}

func (m *AuthMethod) identify(ctx context.Context, token string) (Identity, error) {
	review := &authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: token}}
	review, err := m.client.AuthenticationV1().TokenReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return nil, fmt.Errorf("the review failed: %w", err)
	}
	if status := review.Status; !status.Authenticated {
		return nil, errors.New("the token is refused: " + status.Error)
	}
	user := review.Status.User
	account, found := strings.CutPrefix(user.Username, "system:serviceaccount:")
	namespace, name, parted := strings.Cut(account, ":")
	if !found || !parted {
		return nil, fmt.Errorf("%s is no service account", user.Username)
	}
	object, err := m.client.CoreV1().ServiceAccounts(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, fmt.Errorf("the account cannot be read: %w", err)
	}
	if annotated := object.Annotations[ServiceNameAnnotation]; annotated != "" {
		name = annotated
	}
	return Identity{"namespace": namespace, "name": name, "uid": user.UID}, nil
}

func (r BindingRule) selects(identity Identity) (bool, error) {
	if r.Selector == "" {
		return true, nil
	}
	evaluator, err := bexpr.CreateEvaluator(r.Selector)
	if err != nil {
		return false, err
	}
	return evaluator.Evaluate(map[string]map[string]string{"serviceaccount": identity})
}

func (i Identity) fill(name string) string {
	for field, value := range i {
		name = strings.ReplaceAll(name, "${serviceaccount."+field+"}", value)
	}
	return name
}
