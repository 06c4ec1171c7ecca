import type { Template } from '../policy/schema/publication.ts'

/**
 * What customers are mailed where the policy has no words of its own: what somebody wrote, what is affected, the times, and whom
 * to write to. Every placeholder but the text itself may be missing.
 */
export const ownMail: Template = {
  id: 'product-mail',
  for: 'email',
  moment: 'update',
  when: [],
  subject: '{{ organization.name }}: {% if incident.resolved %}it is over: {% endif %}{{ incident.public_title }}',
  text: `{% if recipient.name %}Hello {{ recipient.name }},{% else %}Hello,{% endif %}

{{ update.text }}

{% if recipient.impact %}What it means for you: {{ recipient.impact }}

{% endif %}{% if incident.components %}Affected: {{ incident.components }}
{% endif %}Began: {{ incident.started | full }}
Written: {{ now | full }}
{% if incident.resolved %}Over since: {{ incident.resolved | full }}, after {{ incident.downtime }}
{% elsif incident.eta %}Expected to end: {{ incident.eta | full }}
{% endif %}{% if update.next_update %}You hear from us again by {{ update.next_update | full }}.
{% endif %}
{% if status_page.url %}Where it stands: {{ status_page.url }}
{% endif %}{% if organization.support %}Questions? Write to {{ organization.support }}.
{% endif %}
{{ organization.name }}`,
}
