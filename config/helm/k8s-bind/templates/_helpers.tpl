{{- define "k8s-bind.name" -}}
{{- if contains "k8s-bind" .Release.Name }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}{{ else }}{{ printf "%s-k8s-bind" .Release.Name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "k8s-bind.selector" -}}
app.kubernetes.io/name: k8s-bind
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "k8s-bind.labels" -}}
{{ include "k8s-bind.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* The daemon's configuration: the values, and what follows from where it runs. */}}
{{- define "k8s-bind.config" -}}
{{- $own := dict "listen" "[::]:9353" "keyFile" "/run/k8s-bind/key/k8s-bind.key" -}}
{{- if gt (int .Values.replicas) 1 -}}
{{- $_ := set $own "lease" (printf "%s/%s" .Release.Namespace (include "k8s-bind.name" .)) -}}
{{- end -}}
{{- toYaml (merge (deepCopy .Values.config) $own) -}}
{{- end }}

{{/* The rights of the settings that the configuration names, with their names. */}}
{{- define "k8s-bind.settings" -}}
{{- $settings := list "events" -}}
{{- if not .Values.config.owner -}}{{- $settings = append $settings "identity" -}}{{- end -}}
{{- $text := toJson .Values.config -}}
{{- if contains "\"namespaceSelector\"" $text -}}{{- $settings = append $settings "namespaces" -}}{{- end -}}
{{- if or (contains "\"addresses\":\"node\"" $text) (contains "\"watchNodes\":true" $text) -}}{{- $settings = append $settings "nodes" -}}{{- end -}}
{{- if or (contains "\"ingressClasses\"" $text) (contains "\"ingress\":" $text) -}}{{- $settings = append $settings "ingressClasses" -}}{{- end -}}
{{- if contains "\"publishedCondition\":true" $text -}}{{- $settings = append $settings "publishedCondition" -}}{{- end -}}
{{- if contains "\"from\":\"service " $text -}}{{- $settings = append $settings "ingressServices" -}}{{- end -}}
{{- toJson (concat $settings .Values.rights | uniq) -}}
{{- end }}
