"""What every service needs and no CRM word in it: the microservice chassis."""
