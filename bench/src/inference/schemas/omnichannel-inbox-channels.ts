/** The ways by which customers write, and the inboxes that they come into. */
import type { SketchCase } from "../cases.ts";
import { sketch } from "../sketch.ts";

export const omnichannelInboxChannels: SketchCase["tables"] = [
  sketch(
    "agent_bot_inboxes",
    {
      id: "pk",
      inbox_id: "int ~> inboxes",
      agent_bot_id: "int ~> agent_bots",
      status: "int",
      account_id: "int ~> accounts",
    },
    { rows: 8 },
  ),
  sketch(
    "captain_inboxes",
    { id: "pk", captain_assistant_id: "int! ~> captain_assistants", inbox_id: "int! ~> inboxes" },
    { rows: 8 },
  ),
  sketch(
    "channel_api",
    {
      id: "pk",
      account_id: "int! ~> accounts",
      webhook_url: "text = url",
      identifier: "text unique = hash",
      hmac_token: "text unique = hash",
      additional_attributes: "json",
    },
    { rows: 5 },
  ),
  sketch(
    "channel_email",
    {
      id: "pk",
      account_id: "int! ~> accounts",
      email: "text! unique = email",
      forward_to_email: "text! unique = email",
      imap_enabled: "bool",
      imap_address: "text = code",
      imap_login: "text = email",
      imap_password: "text = hash",
      smtp_address: "text = code",
      smtp_login: "text = email",
      smtp_password: "text = hash",
      smtp_domain: "text = code",
      provider_config: "json",
      provider: "text = one(google|microsoft)",
    },
    { rows: 8 },
  ),
  sketch(
    "channel_facebook_pages",
    {
      id: "pk",
      page_id: "text! = digits",
      user_access_token: "text! = hash",
      page_access_token: "text! = hash",
      account_id: "int! ~> accounts",
      instagram_id: "text = digits",
    },
    { rows: 5 },
  ),
  sketch(
    "channel_sms",
    {
      id: "pk",
      account_id: "int! ~> accounts",
      phone_number: "text! unique = phone",
      provider: "text = one(default)",
      provider_config: "json",
    },
    { rows: 5 },
  ),
  sketch(
    "channel_telegram",
    { id: "pk", bot_name: "text = title", account_id: "int! ~> accounts", bot_token: "text! unique = hash" },
    { rows: 5 },
  ),
  sketch(
    "channel_twilio_sms",
    {
      id: "pk",
      phone_number: "text unique = phone",
      auth_token: "text! = hash",
      account_sid: "text! = hash",
      account_id: "int! ~> accounts",
      medium: "int",
      messaging_service_sid: "text unique = hash",
      api_key_sid: "text = hash",
    },
    { rows: 5 },
  ),
  sketch(
    "channel_web_widgets",
    {
      id: "pk",
      website_url: "text = url",
      account_id: "int ~> accounts",
      website_token: "text unique = hash",
      widget_color: "text",
      welcome_title: "text = title",
      welcome_tagline: "text = sentence",
      hmac_token: "text unique = hash",
      pre_chat_form_options: "json",
    },
    { rows: 8 },
  ),
  sketch(
    "channel_whatsapp",
    {
      id: "pk",
      account_id: "int! ~> accounts",
      phone_number: "text! unique = phone",
      provider: "text = one(default|whatsapp_cloud)",
      provider_config: "json",
      message_templates: "json",
    },
    { rows: 5 },
  ),
  sketch(
    "inboxes",
    {
      id: "pk",
      channel_id:
        "int! = id-by(channel_type:Channel::WebWidget=channel_web_widgets|Channel::Email=channel_email|Channel::Api=channel_api|Channel::Whatsapp=channel_whatsapp|Channel::FacebookPage=channel_facebook_pages)",
      account_id: "int! ~> accounts",
      name: "text! = title",
      channel_type:
        "text! = one(Channel::WebWidget|Channel::Email|Channel::Api|Channel::Whatsapp|Channel::FacebookPage)",
      greeting_message: "text = sentence",
      email_address: "text = email",
      out_of_office_message: "text = sentence",
      timezone: "text",
      auto_assignment_config: "json",
      portal_id: "int -> portals",
      business_name: "text = title",
      csat_config: "json!",
    },
    { rows: 16 },
  ),
];
