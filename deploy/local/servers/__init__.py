"""Private PostgreSQL, RabbitMQ, Redis and nginx: on 127.0.0.1, with data in a folder of ours.

They never touch the system's instances, work as root and as an ordinary user, and need only the
standard library. Tests use them the same way: `with PostgreSQL(folder) as server: server.url()`.
"""

from deploy.local.servers.nginx import Nginx, Screen
from deploy.local.servers.postgresql import PostgreSQL
from deploy.local.servers.rabbitmq import RabbitMQ
from deploy.local.servers.redis import Redis
from deploy.local.servers.server import Server

__all__ = ["Nginx", "Screen", "PostgreSQL", "RabbitMQ", "Redis", "Server"]
