"""What any plot, table or number on the stage is made of."""
