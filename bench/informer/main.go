// Measures how long an informer takes to sync over many secrets, with client-go's own defaults but for what its flags say:
//
//	go run . -server https://127.0.0.1:6443 -token admin-token -count 10000 -json
//	KUBE_FEATURE_WatchListClient=false go run . …
//
// The first run creates the secrets. Prints the milliseconds of each round, the shortest first.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

const namespace = "informer-bench"

func main() {
	server := flag.String("server", "https://127.0.0.1:6443", "the API server")
	token := flag.String("token", "admin-token", "a bearer token that may do everything")
	count := flag.Int("count", 10000, "the number of secrets")
	rounds := flag.Int("rounds", 5, "how often to sync")
	json := flag.Bool("json", false, "as JSON; default: protobuf")
	flag.Parse()
	config := &rest.Config{
		Host:            *server,
		BearerToken:     *token,
		TLSClientConfig: rest.TLSClientConfig{Insecure: true},
		QPS:             -1,
	}
	if *json {
		config.ContentType = runtime.ContentTypeJSON
		config.AcceptContentTypes = runtime.ContentTypeJSON
	} else {
		config.ContentType = runtime.ContentTypeProtobuf
		config.AcceptContentTypes = runtime.ContentTypeProtobuf
	}
	if err := run(config, *count, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(config *rest.Config, count, rounds int) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := create(client, count); err != nil {
		return err
	}
	var took []int64
	for range rounds {
		duration, err := syncOnce(client, count)
		if err != nil {
			return err
		}
		took = append(took, duration.Milliseconds())
	}
	slices.Sort(took)
	fmt.Println(took)
	return nil
}

// syncOnce is the time from the start of an informer until it has everything.
func syncOnce(client kubernetes.Interface, count int) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(namespace))
	informer := factory.Core().V1().Secrets().Informer()
	started := time.Now()
	factory.Start(ctx.Done())
	// client-go's own way to wait looks ten times a second.
	for !informer.HasSynced() {
		if ctx.Err() != nil {
			return 0, fmt.Errorf("the informer did not sync")
		}
		time.Sleep(time.Millisecond)
	}
	duration := time.Since(started)
	if found := len(informer.GetStore().ListKeys()); found < count {
		return 0, fmt.Errorf("the informer has %d of %d secrets", found, count)
	}
	return duration, nil
}

func create(client kubernetes.Interface, count int) error {
	ctx := context.Background()
	wanted := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
	if _, err := client.CoreV1().Namespaces().Create(ctx, wanted, metav1.CreateOptions{}); err != nil {
		if apierrors.IsAlreadyExists(err) {
			return nil
		}
		return err
	}
	numbers := make(chan int)
	failures := make(chan error, 1)
	var workers sync.WaitGroup
	for range 16 {
		workers.Go(func() {
			for number := range numbers {
				secret := &corev1.Secret{
					ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("secret-%05d", number), Labels: map[string]string{"app": "bench"}},
					Data:       map[string][]byte{"key": make([]byte, 512)},
				}
				if _, err := client.CoreV1().Secrets(namespace).Create(ctx, secret, metav1.CreateOptions{}); err != nil {
					select {
					case failures <- err:
					default:
					}
				}
			}
		})
	}
	for number := range count {
		numbers <- number
	}
	close(numbers)
	workers.Wait()
	select {
	case err := <-failures:
		return err
	default:
		return nil
	}
}
