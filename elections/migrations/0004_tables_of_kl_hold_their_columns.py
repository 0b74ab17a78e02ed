import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("elections", "0003_number_what_is_there")]

    operations = [
        migrations.AlterField(
            model_name='officialseats',
            name='table',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='elections.kltable'),
        ),
        migrations.RemoveField(
            model_name='officialseats',
            name='council',
        ),
        migrations.RemoveField(
            model_name='officialseats',
            name='source',
        ),
        migrations.RemoveField(
            model_name='officialseats',
            name='term',
        ),
        migrations.AddConstraint(
            model_name='composition',
            constraint=models.UniqueConstraint(fields=('council', 'term', 'number'), name='elections_a_composition_has_its_own_number'),
        ),
        migrations.AddConstraint(
            model_name='officialseats',
            constraint=models.UniqueConstraint(fields=('table', 'letter'), name='elections_a_list_has_one_column_in_the_table_of_kl', violation_error_message='Listen står allerede i KL’s tabel.'),
        ),
    ]
