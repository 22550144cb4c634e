package cluster

import (
	"context"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const interval = 50 * time.Millisecond

// Until asks again and again, up to the end of the context: a real server hears of its own changes a moment later.
func Until(ctx context.Context, holds func() (bool, error)) error {
	for {
		if held, err := holds(); held || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(interval):
		}
	}
}

// UntilRefused has a token reviewed, for audiences or, without any, for the API server, until it is refused: a real server's
// caches are behind a deletion, and a relying party may have other reasons to refuse by then.
func (c *Cluster) UntilRefused(ctx context.Context, token string, audiences ...string) error {
	return Until(ctx, func() (bool, error) {
		review := &authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: token, Audiences: audiences}}
		review, err := c.AuthenticationV1().TokenReviews().Create(ctx, review, metav1.CreateOptions{})
		if err != nil {
			return false, err
		}
		return !review.Status.Authenticated, nil
	})
}

// MayReviewTokens says whether the bearer of a token may create TokenReviews.
func (c *Cluster) MayReviewTokens(ctx context.Context, token string) (bool, error) {
	return c.may(ctx, token, authorizationv1.ResourceAttributes{
		Verb: "create", Group: "authentication.k8s.io", Resource: "tokenreviews",
	})
}

// MayGet says whether the bearer of a token may read every object of a resource of the core group.
func (c *Cluster) MayGet(ctx context.Context, token, resource string) (bool, error) {
	return c.may(ctx, token, authorizationv1.ResourceAttributes{Verb: "get", Resource: resource})
}

// MayRead says whether the bearer of a token, or with ” anybody, may read a path that is no resource.
func (c *Cluster) MayRead(ctx context.Context, token, path string) (bool, error) {
	client, err := c.As(token)
	if err != nil {
		return false, err
	}
	err = client.CoreV1().RESTClient().Get().AbsPath(path).Do(ctx).Error()
	if apierrors.IsForbidden(err) || apierrors.IsUnauthorized(err) {
		return false, nil
	}
	return err == nil, err
}

func (c *Cluster) may(ctx context.Context, token string, attributes authorizationv1.ResourceAttributes) (bool, error) {
	client, err := c.As(token)
	if err != nil {
		return false, err
	}
	review := &authorizationv1.SelfSubjectAccessReview{
		Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &attributes},
	}
	review, err = client.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return false, err
	}
	return review.Status.Allowed, nil
}
