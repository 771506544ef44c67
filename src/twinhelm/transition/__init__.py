"""Step 3: the change, client by client: programme, telling, handing over, and asking again in six months."""
