import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { checkRecords, recordOptions } from './checkRecords.ts';

export const annotationsTarget: Target = textTarget({
  seeds: [
    'k8s-bind.io/hostname=web.k8s.example, a.lan.,b\nk8s-bind.io/ttl=1h\nk8s-bind.io/addresses=endpoints\nk8s-bind.io/srv-weight=5',
    'external-dns.kubernetes.io/hostname=x.k8s.example\nexternal-dns.alpha.kubernetes.io/target=192.0.2.1,::1\nexternal-dns.kubernetes.io/access=public',
    'k8s-bind.io/ignore=true\nexternal-dns.alpha.kubernetes.io/target=a.example\nexternal-dns.alpha.kubernetes.io/hostname=y.lan\nexternal-dns.alpha.kubernetes.io/ttl=60',
  ],
  words:
    'k8s-bind.io/hostname= k8s-bind.io/ttl= k8s-bind.io/addresses= k8s-bind.io/srv-priority= k8s-bind.io/ignore= external-dns.kubernetes.io/ external-dns.alpha.kubernetes.io/ hostname= internal-hostname= target= access=private endpoints-type=HostIP set-identifier= ttl= .k8s.example .lan default-a.a.k8s.example * ** , node cluster-ip external 65536 _k8s-bind svc pod',
  check: (text) => {
    const entries = text.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, Math.max(0, at)), line.slice(at + 1)] as const;
    });
    checkRecords(Object.fromEntries(entries), recordOptions);
  },
});
