"""People of a side: who joins, who may do what, who leaves; a right is only ever given by the side it is for."""
