package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

const (
	connectionLife = 500 * time.Millisecond
	rounds         = 40
)

// informer keeps a store of secrets over connections that are cut, and ends with what the server has.
func informer(ctx context.Context, config *rest.Config) error {
	unlimited := rest.CopyConfig(config)
	unlimited.QPS = -1
	direct, err := kubernetes.NewForConfig(unlimited)
	if err != nil {
		return err
	}
	if err := ensureNamespace(ctx, direct); err != nil {
		return err
	}
	server, err := url.Parse(config.Host)
	if err != nil {
		return err
	}
	proxy, err := newCuttingProxy(server.Host, connectionLife)
	if err != nil {
		return err
	}
	defer proxy.Close()

	var lists, watches, watchLists atomic.Int64
	proxied := rest.CopyConfig(config)
	proxied.Host = "https://" + proxy.Addr().String()
	proxied.Wrap(func(transport http.RoundTripper) http.RoundTripper {
		return counting(func(request *http.Request) (*http.Response, error) {
			response, err := transport.RoundTrip(request)
			query := request.URL.Query()
			switch {
			case query.Get("watch") == "":
				lists.Add(1)
			case query.Get("sendInitialEvents") == "":
				watches.Add(1)
			case err == nil && response.StatusCode == http.StatusOK:
				watchLists.Add(1)
			}
			return response, err
		})
	})
	client, err := kubernetes.NewForConfig(proxied)
	if err != nil {
		return err
	}
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(namespace))
	lister := factory.Core().V1().Secrets().Lister()
	factory.Core().V1().Secrets().Informer()
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())

	for round := range rounds {
		if err := change(ctx, direct, round); err != nil {
			return err
		}
		time.Sleep(connectionLife / 5)
	}
	proxy.spare()
	if err := converge(ctx, direct, func() ([]*corev1.Secret, error) { return lister.Secrets(namespace).List(labels.Everything()) }); err != nil {
		return err
	}
	fmt.Printf("converged after more than 2 cuts: %t\n", proxy.cuts.Load() > 2)
	fmt.Printf("watched again: %t\n", watches.Load() > 2)
	fmt.Printf("listed by lists: %t, by watches: %t\n", lists.Load() > 0, watchLists.Load() > 0)
	return nil
}

type counting func(*http.Request) (*http.Response, error)

func (c counting) RoundTrip(request *http.Request) (*http.Response, error) { return c(request) }

// change makes a secret, changes the one before and removes the one before that.
func change(ctx context.Context, client kubernetes.Interface, round int) error {
	secrets := client.CoreV1().Secrets(namespace)
	object := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("i-%d", round)}}
	if _, err := secrets.Create(ctx, object, metav1.CreateOptions{}); err != nil {
		return err
	}
	if round < 3 {
		return nil
	}
	previous, err := secrets.Get(ctx, fmt.Sprintf("i-%d", round-1), metav1.GetOptions{})
	if err != nil {
		return err
	}
	previous.Data = map[string][]byte{"round": []byte(fmt.Sprint(round))}
	if _, err := secrets.Update(ctx, previous, metav1.UpdateOptions{}); err != nil {
		return err
	}
	if round%2 == 0 {
		return nil
	}
	return secrets.Delete(ctx, fmt.Sprintf("i-%d", round-2), metav1.DeleteOptions{})
}

// converge waits until a store holds what the server has, object by object.
func converge(ctx context.Context, client kubernetes.Interface, stored func() ([]*corev1.Secret, error)) error {
	list, err := client.CoreV1().Secrets(namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for {
		objects, err := stored()
		if err != nil {
			return err
		}
		versions := map[string]string{}
		for _, object := range objects {
			versions[object.Name] = object.ResourceVersion
		}
		missing := len(list.Items) - len(versions)
		for _, object := range list.Items {
			if versions[object.Name] != object.ResourceVersion {
				missing++
			}
		}
		if missing == 0 && len(versions) > 0 {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
}
