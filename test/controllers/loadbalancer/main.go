// Command loadbalancer is Kubernetes' own service controller, as a cloud runs it, with a cloud that only gives addresses:
// it sets and clears the status of Services of type LoadBalancer, and holds them by its finalizer until they are released.
package main

import (
	"context"
	"flag"
	"log"
	"net/netip"
	"os/signal"
	"sync"
	"syscall"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	cloudprovider "k8s.io/cloud-provider"
	"k8s.io/cloud-provider/controllers/service"
	"k8s.io/component-base/metrics/prometheus/controllers"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "of one who may update the status of Services")
	first4 := flag.String("ipv4", "198.51.100.1", "the first address for Services with IPv4")
	first6 := flag.String("ipv6", "2001:db8:100::1", "the first address for Services with IPv6")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	client := kubernetes.NewForConfigOrDie(config)
	shared := informers.NewSharedInformerFactory(client, 0)
	addresses := &addresses{
		next:  map[v1.IPFamily]netip.Addr{v1.IPv4Protocol: netip.MustParseAddr(*first4), v1.IPv6Protocol: netip.MustParseAddr(*first6)},
		given: map[types.UID]map[v1.IPFamily]netip.Addr{},
	}
	core := shared.Core().V1()
	controller, err := service.New(cloud{addresses}, client, core.Services(), core.Nodes(), "test", utilfeature.DefaultFeatureGate)
	if err != nil {
		log.Fatal(err)
	}
	shared.Start(ctx.Done())
	controller.Run(ctx, 2, controllers.NewControllerManagerMetrics("loadbalancer"))
}

// addresses gives each Service one address of each of its families, and never one that another had.
type addresses struct {
	lock  sync.Mutex
	next  map[v1.IPFamily]netip.Addr
	given map[types.UID]map[v1.IPFamily]netip.Addr
}

func (a *addresses) of(service *v1.Service) *v1.LoadBalancerStatus {
	a.lock.Lock()
	defer a.lock.Unlock()
	given := a.given[service.UID]
	if given == nil {
		given = map[v1.IPFamily]netip.Addr{}
		a.given[service.UID] = given
	}
	status := &v1.LoadBalancerStatus{}
	for _, family := range service.Spec.IPFamilies {
		if _, has := given[family]; !has {
			given[family] = a.next[family]
			a.next[family] = a.next[family].Next()
		}
		status.Ingress = append(status.Ingress, v1.LoadBalancerIngress{IP: given[family].String()})
	}
	return status
}

func (a *addresses) release(service *v1.Service) {
	a.lock.Lock()
	defer a.lock.Unlock()
	delete(a.given, service.UID)
}

func (a *addresses) has(service *v1.Service) bool {
	a.lock.Lock()
	defer a.lock.Unlock()
	_, has := a.given[service.UID]
	return has
}

// cloud has load balancers and nothing else.
type cloud struct{ addresses *addresses }

func (c cloud) LoadBalancer() (cloudprovider.LoadBalancer, bool)                { return balancer{c.addresses}, true }
func (cloud) Initialize(cloudprovider.ControllerClientBuilder, <-chan struct{}) {}
func (cloud) Instances() (cloudprovider.Instances, bool)                        { return nil, false }
func (cloud) InstancesV2() (cloudprovider.InstancesV2, bool)                    { return nil, false }
func (cloud) Zones() (cloudprovider.Zones, bool)                                { return nil, false }
func (cloud) Clusters() (cloudprovider.Clusters, bool)                          { return nil, false }
func (cloud) Routes() (cloudprovider.Routes, bool)                              { return nil, false }
func (cloud) ProviderName() string                                              { return "test" }
func (cloud) HasClusterID() bool                                                { return true }

type balancer struct{ addresses *addresses }

func (b balancer) GetLoadBalancer(_ context.Context, _ string, service *v1.Service) (*v1.LoadBalancerStatus, bool, error) {
	if !b.addresses.has(service) {
		return nil, false, nil
	}
	return b.addresses.of(service), true, nil
}

func (balancer) GetLoadBalancerName(_ context.Context, _ string, service *v1.Service) string {
	return cloudprovider.DefaultLoadBalancerName(service)
}

func (b balancer) EnsureLoadBalancer(_ context.Context, _ string, service *v1.Service, _ []*v1.Node) (*v1.LoadBalancerStatus, error) {
	return b.addresses.of(service), nil
}

func (balancer) UpdateLoadBalancer(context.Context, string, *v1.Service, []*v1.Node) error {
	return nil
}

func (b balancer) EnsureLoadBalancerDeleted(_ context.Context, _ string, service *v1.Service) error {
	b.addresses.release(service)
	return nil
}
