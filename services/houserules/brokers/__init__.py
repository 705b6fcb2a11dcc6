"""Brokers to run against: embedded for `demo` and quick tests, Apache Kafka for the rest, or one that exists."""

from houserules.brokers.base import Broker, BrokerError, BrokerUnavailable

__all__ = ["Broker", "BrokerError", "BrokerUnavailable"]
