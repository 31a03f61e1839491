"""What people see. Qt lives here and at the front door, nowhere else."""
