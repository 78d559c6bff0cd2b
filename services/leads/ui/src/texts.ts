import { campaigns } from './campaigns/texts';
import { cleanup } from './cleanup/texts';
import { companies } from './companies/texts';
import { contact, convert, elsewhere, score, stage, timeline } from './contact/texts';
import { forms } from './forms/texts';
import { imports } from './imports/texts';
import { inbox } from './inbox/texts';
import { followUp, occasions } from './policies/texts';
import { bulk, disqualify, people } from './people/texts';
import { reports } from './reports/texts';
import { segments } from './segments/texts';

/** The English catalogue of the marketing screens, by the place each text appears. */
export const texts = {
  more: 'Show more',
  nav: {
    inbox: 'Inbox',
    people: 'People',
    companies: 'Companies',
    segments: 'Segments',
    campaigns: 'Campaigns',
    forms: 'Forms',
    imports: 'Imports',
    reports: 'Reports',
    cleanup: 'Clean-up',
    followUp: 'Follow-up',
    occasions: 'Occasions',
  },
  commands: { newPerson: 'New person', newSegment: 'New segment', newCampaign: 'New campaign', importFile: 'Import people from a file' },
  stages: {
    LIFECYCLE_STAGE_UNSPECIFIED: 'Unknown',
    SUBSCRIBER: 'Subscriber',
    LEAD: 'Lead',
    MARKETING_QUALIFIED: 'Marketing qualified',
    SALES_READY: 'Sales ready',
    OPPORTUNITY: 'Opportunity',
    CUSTOMER: 'Customer',
    ADVOCATE: 'Advocate',
    INACTIVE: 'Inactive',
    CHURNED: 'Churned',
  },
  ratings: { RATING_UNSPECIFIED: 'Unrated', COLD: 'Cold', WARM: 'Warm', HOT: 'Hot' },
  consents: { CONSENT_STATE_UNSPECIFIED: 'Never asked', GRANTED: 'Agreed', WITHDRAWN: 'Withdrawn', REQUESTED: 'Asked by mail' },
  outcomes: {
    REACHED: 'Reached',
    NO_ANSWER: 'No answer',
    LEFT_MESSAGE: 'Left a message',
    WRONG_NUMBER: 'Wrong number',
  },
  fields: {
    first_name: 'First name',
    last_name: 'Last name',
    full_name: 'Name',
    email: 'E-mail',
    phone: 'Phone',
    job_title: 'Job title',
    company_name: 'Company',
    country: 'Country',
    city: 'City',
    language: 'Language',
    time_zone: 'Time zone',
    birth_date: 'Birthday',
    tags: 'Tags',
    source: 'Source',
    owner_id: 'Owner',
    team_id: 'Team',
    lifecycle_stage: 'Stage',
    marketing_consent: 'Consent',
    rating: 'Rating',
    score: 'Score',
    create_time: 'Created',
    update_time: 'Changed',
    last_activity_time: 'Last activity',
    name: 'Name',
    domain: 'Domain',
    website: 'Website',
    industry: 'Industry',
    employee_count: 'Employees',
  },
  people,
  bulk,
  contact,
  timeline,
  elsewhere,
  companies,
  inbox,
  imports,
  forms,
  score,
  stage,
  convert,
  disqualify,
  segments,
  campaigns,
  reports,
  cleanup,
  followUp,
  occasions,
} as const;
