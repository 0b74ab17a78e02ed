from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("elections", "0004_tables_of_kl_hold_their_columns")]

    operations = [
        migrations.AddField(
            model_name="leadershipelection",
            name="note",
            field=models.CharField(blank=True, max_length=500, verbose_name="bemærkning"),
        ),
    ]
