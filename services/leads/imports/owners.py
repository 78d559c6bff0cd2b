"""For whom an import works, and to whom its new contacts belong."""

from dataclasses import replace

from chassis import context, scope
from chassis.changes import Values
from chassis.errors import PermissionDenied
from chassis.identity import Identity, Reach
from services.leads.contacts.model import Contact
from services.leads.imports.model import Import

WRITE = "contacts.write"


def whose(job: Import, identity: Identity) -> Values:
    """owner_id and team_id of new contacts: as the import says; else, for somebody who does not
    reach all contacts, their own and their first team's."""
    if job.contact_owner_id or job.contact_team_id or identity.reach(WRITE) is Reach.ALL:
        return {"owner_id": job.contact_owner_id, "team_id": job.contact_team_id}
    team_id = identity.team_ids[0] if identity.team_ids else None
    return {"owner_id": identity.user_id, "team_id": team_id}


def check_rights(job: Import) -> None:
    """Raises PermissionDenied unless the caller may write contacts like those it makes."""
    call = replace(context.current(), permission=WRITE)
    if call.identity.reach(WRITE) is None:
        raise PermissionDenied(
            "PERMISSION_REQUIRED", f"An import needs the permission {WRITE}.", permission=WRITE
        )
    probe = Contact(**whose(job, call.identity), last_activity_time=job.create_time)
    if not scope.covers(probe, call):
        raise PermissionDenied(
            "OUT_OF_SCOPE",
            "You may not give contacts to this owner or team.",
            permission=WRITE,
            reach=call.identity.reach(WRITE) or "none",
        )
