// In this order, on one lab: the permissions prove that nothing is made by asking for them.
import './secured/permissions.ts';
import './secured/logins.ts';
import './secured/state-topic.ts';
import './secured/topic-permissions.ts';
